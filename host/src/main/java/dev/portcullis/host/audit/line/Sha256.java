package dev.portcullis.host.audit.line;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest of this package. */
public final class Sha256 {
  private Sha256() {}

  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
