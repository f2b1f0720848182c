package dev.portcullis.host.access;

/** A new key and its text, which is told this once and stored nowhere. */
public record IssuedKey(ApiKey key, String text) {
  /** Without the text: it is a secret. */
  @Override
  public String toString() {
    return "IssuedKey[" + key + "]";
  }
}
