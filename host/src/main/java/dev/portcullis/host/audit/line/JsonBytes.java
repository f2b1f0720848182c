package dev.portcullis.host.audit.line;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Growing UTF-8 bytes that know RFC 8785's one way to write a text. */
final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[2048];
  private int size;

  int size() {
    return size;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  void raw(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
  }

  void raw(String ascii) {
    room(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[size++] = (byte) ascii.charAt(i);
    }
  }

  /** A quoted text of the first {@code end} UTF-16 code units, then {@code suffix}. */
  void text(String text, int end, String suffix) {
    raw('"');
    characters(text, end);
    characters(suffix, suffix.length());
    raw('"');
  }

  private void characters(String text, int end) {
    room(end * 6L); // an escape takes six bytes, the most of all
    for (int i = plain(text, end); i < end; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (c < 0x800) {
        two(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        four(Character.toCodePoint(c, text.charAt(i)));
      } else {
        three(Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
  }

  /** Writes what needs no thought, which mostly is all, and says how far that goes. */
  private int plain(String text, int end) {
    byte[] target = bytes;
    int at = size;
    int i = 0;
    for (; i < end; i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
        break;
      }
      target[at++] = (byte) c;
    }
    size = at;
    return i;
  }

  private void ascii(char c) {
    if (c >= 0x20 && c != '"' && c != '\\') {
      bytes[size++] = (byte) c;
      return;
    }
    bytes[size++] = '\\';
    switch (c) {
      case '"', '\\' -> bytes[size++] = (byte) c;
      case '\b' -> bytes[size++] = 'b';
      case '\t' -> bytes[size++] = 't';
      case '\n' -> bytes[size++] = 'n';
      case '\f' -> bytes[size++] = 'f';
      case '\r' -> bytes[size++] = 'r';
      default -> {
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[c >> 4];
        bytes[size++] = HEX[c & 0xf];
      }
    }
  }

  private void two(char c) {
    bytes[size++] = (byte) (0xC0 | (c >> 6));
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
  }

  private void three(char c) {
    bytes[size++] = (byte) (0xE0 | (c >> 12));
    bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
  }

  private void four(int codePoint) {
    bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
    bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
  }

  private void room(long more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(bytes.length * 2L, size + more)));
    }
  }
}
