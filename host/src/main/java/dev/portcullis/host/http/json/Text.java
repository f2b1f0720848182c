package dev.portcullis.host.http.json;

/** Questions about text that a caller sent. */
public final class Text {
  private static final int SHOWN = 64;

  private Text() {}

  /** Whether every surrogate has its partner, so that the text has a UTF-8 form. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** A caller's text made fit for a message: short, without controls and broken surrogates. */
  public static String shown(String text) {
    String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return clean(cut);
  }

  /** The text with controls and broken surrogates replaced. */
  static String clean(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        shown.append(c).append(text.charAt(++i));
      } else {
        shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
    return shown.toString();
  }
}
