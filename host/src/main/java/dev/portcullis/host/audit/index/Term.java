package dev.portcullis.host.audit.index;

/** What a record can be found by. Values are cut and cleaned the same whoever names them. */
record Term(Dimension dimension, String value) {
  private static final int LONGEST = 256;

  Term {
    // PostgreSQL takes no NUL in a text.
    value = value.replace('\0', '\uFFFD');
    if (value.length() > LONGEST) {
      int end = Character.isHighSurrogate(value.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
      value = value.substring(0, end);
    }
  }
}
