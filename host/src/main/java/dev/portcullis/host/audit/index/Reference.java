package dev.portcullis.host.audit.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first eight bytes of an id's SHA-256. Callers choose trace ids: with a weaker digest they
 * could choose which records are found.
 */
final class Reference {
  /** Into so many groups a chunk's digests are put, by their lowest bits. */
  static final int BUCKETS = 256;

  private Reference() {}

  static long of(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  static int bucket(long digest) {
    return (int) (digest & (BUCKETS - 1));
  }
}
