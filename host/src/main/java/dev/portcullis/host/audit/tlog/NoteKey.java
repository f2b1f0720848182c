package dev.portcullis.host.audit.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An Ed25519 public key by C2SP signed-note, with the name it signs under; written {@code
 * name+keyid+base64}, which is public and meant to be kept off the host.
 */
public final class NoteKey {
  static final byte ED25519 = 1;
  static final int KEY_BYTES = 32;

  private static final Pattern NAME = Pattern.compile("[^\\s+\\p{Z}\\p{Cc}]{1,200}");
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final byte[] key;

  NoteKey(String name, byte[] key) {
    if (!NAME.matcher(name).matches() || key.length != KEY_BYTES) {
      throw new IllegalArgumentException("no name of a key, or no Ed25519 key: " + name);
    }
    this.name = name;
    this.key = key;
  }

  /**
   * Reads the written form.
   *
   * @throws MalformedNoteException if it is none, or its id does not fit
   */
  public static NoteKey parse(String text) throws MalformedNoteException {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedNoteException("a verifier key is written name+id+base64");
    }
    byte[] tagged = decode(parts[2]);
    if (tagged.length != KEY_BYTES + 1
        || tagged[0] != ED25519
        || !NAME.matcher(parts[0]).matches()) {
      throw new MalformedNoteException("not an Ed25519 verifier key");
    }
    NoteKey key = new NoteKey(parts[0], Arrays.copyOfRange(tagged, 1, tagged.length));
    if (!key.toString().equals(text)) {
      throw new MalformedNoteException("the key's id does not fit the key");
    }
    return key;
  }

  /** The name it signs under: a log's origin. */
  public String name() {
    return name;
  }

  /** The first four bytes of the SHA-256 of name, line feed, type and key. */
  int id() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(ED25519);
      return ByteBuffer.wrap(digest.digest(key)).getInt();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Whether {@code signature} is this key's, over {@code text}. */
  boolean signed(byte[] text, byte[] signature) {
    try {
      byte[] encoded =
          ByteBuffer.allocate(X509_PREFIX.length + KEY_BYTES).put(X509_PREFIX).put(key).array();
      PublicKey ed25519 =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(ed25519);
      verifier.update(text);
      return verifier.verify(signature);
    } catch (GeneralSecurityException unusable) {
      // A key that is no point of the curve, or a signature of another length: not signed.
      return false;
    }
  }

  static byte[] decode(String base64) throws MalformedNoteException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw new MalformedNoteException("not base64", malformed);
    }
  }

  /** The written form. */
  @Override
  public String toString() {
    byte[] tagged = ByteBuffer.allocate(KEY_BYTES + 1).put(ED25519).put(key).array();
    return name
        + "+"
        + HexFormat.of().toHexDigits(id())
        + "+"
        + Base64.getEncoder().encodeToString(tagged);
  }
}
