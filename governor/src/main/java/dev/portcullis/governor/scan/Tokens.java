package dev.portcullis.governor.scan;

import java.text.Normalizer;
import java.util.Arrays;

/** The tokens of one source, without comments and blanks: kinds and places, no copies of text. */
class Tokens {
  /** What a token is. */
  enum Kind {
    NAME,
    NUMBER,
    /** The inside of a string literal, of a part of one, or of a here-document. */
    STRING,
    /** One character that is none of the others. */
    PUNCTUATION,
    NEWLINE,
    /** Where code begins inside a string, as in {@code ${...}} or {@code $(...)}. */
    OPEN,
    /** Where such code ends. */
    CLOSE
  }

  private final String source;
  private Kind[] kinds = new Kind[256];
  private int[] places = new int[768];
  private int size;

  Tokens(String source) {
    this.source = source;
  }

  void add(Kind kind, int start, int end, int line) {
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, size * 2);
      places = Arrays.copyOf(places, size * 6);
    }
    kinds[size] = kind;
    places[size * 3] = start;
    places[size * 3 + 1] = end;
    places[size * 3 + 2] = line;
    size++;
  }

  int size() {
    return size;
  }

  boolean is(int index, Kind kind) {
    return index >= 0 && index < size && kinds[index] == kind;
  }

  /** Whether the token is that one character. */
  boolean is(int index, char punctuation) {
    return is(index, Kind.PUNCTUATION) && source.charAt(start(index)) == punctuation;
  }

  /** Whether the token is that name. */
  boolean is(int index, String name) {
    return is(index, Kind.NAME)
        && end(index) - start(index) == name.length()
        && source.startsWith(name, start(index));
  }

  Kind kind(int index) {
    return kinds[index];
  }

  int start(int index) {
    return places[index * 3];
  }

  int end(int index) {
    return places[index * 3 + 1];
  }

  int line(int index) {
    return places[index * 3 + 2];
  }

  /** The text, cut to {@code most} characters; names in the form that languages compare them in. */
  String text(int index, int most) {
    String text = source.substring(start(index), Math.min(end(index), start(index) + most));
    return kinds[index] == Kind.NAME && !isAscii(text)
        ? Normalizer.normalize(text, Normalizer.Form.NFKC)
        : text;
  }

  String source() {
    return source;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
