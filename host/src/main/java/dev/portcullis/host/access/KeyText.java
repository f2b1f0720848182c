package dev.portcullis.host.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The text of a key: {@code ptc_}, 30 random characters of base 62 (178 bits), and the CRC-32 of
 * those 30 as six more, by which a mistyped key, or a leaked one in a scan, is told without asking
 * anybody. A secret: never logged, never stored.
 */
final class KeyText {
  private static final String PREFIX = "ptc_";
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM = 30;
  private static final int CHECK = 6;

  private final String text;

  private KeyText(String text) {
    this.text = text;
  }

  /** A new one. */
  static KeyText random(SecureRandom random) {
    StringBuilder body = new StringBuilder(RANDOM);
    for (int i = 0; i < RANDOM; i++) {
      body.append(BASE62.charAt(random.nextInt(BASE62.length())));
    }
    return new KeyText(PREFIX + body + check(body.toString()));
  }

  /** Reads what a caller sent; empty if it cannot be a key. */
  static Optional<KeyText> parse(String text) {
    if (text.length() != PREFIX.length() + RANDOM + CHECK || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String body = text.substring(PREFIX.length(), PREFIX.length() + RANDOM);
    if (body.chars().anyMatch(c -> BASE62.indexOf(c) < 0)) {
      return Optional.empty();
    }
    return text.endsWith(check(body)) ? Optional.of(new KeyText(text)) : Optional.empty();
  }

  private static String check(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    char[] digits = new char[CHECK];
    Arrays.fill(digits, '0');
    for (int i = CHECK - 1; rest > 0; i--) {
      digits[i] = BASE62.charAt((int) (rest % 62));
      rest /= 62;
    }
    return new String(digits);
  }

  /** What is stored of it, 64 hexadecimal digits. */
  String sha256() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** The secret itself, for the one time it is shown. */
  String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return PREFIX + "...";
  }
}
