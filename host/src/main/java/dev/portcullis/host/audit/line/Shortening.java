package dev.portcullis.host.audit.line;

/**
 * How much of a value is written. A text keeps its first {@code text} UTF-16 code units and ends in
 * {@code …[+n]}, n being how many were left out; a list keeps its first {@code items} elements, a
 * free map its first {@code items} members in order of their keys but for those whose key is too
 * long; below {@code depth} levels of free values nothing is kept. Each place cut is named in the
 * record's field {@code cut}.
 */
record Shortening(int text, int items, int depth) {
  /** Writes everything as it is. */
  static final Shortening NONE =
      new Shortening(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Tried in this order until the record fits; the last one always fits. */
  static final Shortening[] ROUNDS = {
    new Shortening(2048, 512, 8),
    new Shortening(512, 128, 6),
    new Shortening(128, 32, 4),
    new Shortening(64, 4, 3),
  };

  /** How many places {@code cut} names at most; one more says {@code …}. */
  static final int NAMED_PLACES = 16;

  /** Longer keys of free maps are left out with their values. */
  int key() {
    return text == Integer.MAX_VALUE ? text : Math.min(text, 128);
  }
}
