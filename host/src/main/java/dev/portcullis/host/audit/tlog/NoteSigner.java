package dev.portcullis.host.audit.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An Ed25519 private key that signs notes, written {@code PRIVATE+KEY+name+keyid+base64} as Go's
 * {@code sumdb/note} does.
 */
public final class NoteSigner {
  private static final String PREFIX = "PRIVATE+KEY+";

  private final byte[] seed;
  private final PrivateKey key;
  private final NoteKey verifier;

  private NoteSigner(String name, byte[] seed) {
    try {
      this.seed = seed;
      this.key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
      this.verifier = new NoteKey(name, publicKey(seed));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has Ed25519", impossible);
    }
  }

  /** A new key that signs under that name. */
  public static NoteSigner generate(String name, SecureRandom random) {
    byte[] seed = new byte[NoteKey.KEY_BYTES];
    random.nextBytes(seed);
    return new NoteSigner(name, seed);
  }

  /**
   * Reads the written form.
   *
   * @throws MalformedNoteException if it is none, or its id does not fit; never with the key
   */
  public static NoteSigner parse(String text) throws MalformedNoteException {
    String[] parts =
        text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("\\+", 3) : new String[0];
    if (parts.length != 3) {
      throw new MalformedNoteException("a signing key is written PRIVATE+KEY+name+id+base64");
    }
    byte[] tagged = NoteKey.decode(parts[2]);
    if (tagged.length != NoteKey.KEY_BYTES + 1 || tagged[0] != NoteKey.ED25519) {
      throw new MalformedNoteException("not an Ed25519 signing key");
    }
    NoteSigner signer;
    try {
      signer = new NoteSigner(parts[0], Arrays.copyOfRange(tagged, 1, tagged.length));
    } catch (IllegalArgumentException badName) {
      throw new MalformedNoteException("not the name of a key", badName);
    }
    if (!signer.reveal().equals(text)) {
      throw new MalformedNoteException("the signing key's id does not fit the key");
    }
    return signer;
  }

  /** The key that checks what this one signs. */
  public NoteKey verifier() {
    return verifier;
  }

  /** The note: {@code text}, which ends with a line feed, and one signature. */
  String sign(String text) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      byte[] signed = signature.sign();
      byte[] tagged =
          ByteBuffer.allocate(Integer.BYTES + signed.length)
              .putInt(verifier.id())
              .put(signed)
              .array();
      return text
          + "\n— "
          + verifier.name()
          + " "
          + Base64.getEncoder().encodeToString(tagged)
          + "\n";
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java signs with Ed25519", impossible);
    }
  }

  /** The secret in its written form, for the file that keeps it. */
  public String reveal() {
    byte[] tagged =
        ByteBuffer.allocate(NoteKey.KEY_BYTES + 1).put(NoteKey.ED25519).put(seed).array();
    return PREFIX
        + verifier.name()
        + "+"
        + HexFormat.of().toHexDigits(verifier.id())
        + "+"
        + Base64.getEncoder().encodeToString(tagged);
  }

  /** Java derives the public key only while generating: so it is given the seed as randomness. */
  private static byte[] publicKey(byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(NamedParameterSpec.ED25519, new Replay(seed));
    byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - NoteKey.KEY_BYTES, encoded.length);
  }

  private static final class Replay extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Replay(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] target) {
      if (target.length != bytes.length) {
        throw new IllegalStateException("an Ed25519 key is made of 32 random bytes");
      }
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "NoteSigner[" + verifier + "]";
  }
}
