package dev.portcullis.governor.policy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A policy's name: {@code sha256:} and the hex SHA-256 of its document's bytes. */
public record PolicyDigest(String text) {
  private static final Pattern TEXT = Pattern.compile("sha256:[0-9a-f]{64}");

  public PolicyDigest {
    if (!isValid(text)) {
      throw new IllegalArgumentException("`" + text + "` is not the digest of a policy");
    }
  }

  /** Whether {@code text} has the form of a digest. */
  public static boolean isValid(String text) {
    return TEXT.matcher(text).matches();
  }

  /** The digest of these bytes. */
  public static PolicyDigest of(byte[] document) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(document);
      return new PolicyDigest("sha256:" + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException everyJreHasIt) {
      throw new IllegalStateException(everyJreHasIt);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
