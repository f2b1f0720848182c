package dev.portcullis.host.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that do not change any more: code, a file, an output. Equal when their content is. */
public final class Bytes {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** Takes over {@code content}, which the caller gives away and does not change. */
  public static Bytes of(byte[] content) {
    return new Bytes(content);
  }

  /** How many. */
  public int size() {
    return content.length;
  }

  /** A copy of them. */
  public byte[] toArray() {
    return content.clone();
  }

  /** Writes them all. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(content);
  }

  /** The SHA-256 of them, 64 hexadecimal digits. */
  public String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** The size only: content never reaches a log. */
  @Override
  public String toString() {
    return content.length + " bytes";
  }
}
