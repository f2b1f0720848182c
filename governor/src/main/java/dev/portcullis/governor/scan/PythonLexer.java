package dev.portcullis.governor.scan;

/** Tokens of Python, with f-strings: their text is text, what stands in their braces is code. */
final class PythonLexer extends Lexer {
  PythonLexer(String source) {
    super(source);
  }

  @Override
  void step(char c) {
    if (c == '\n') {
      newline();
    } else if (c == '#') {
      skipLine();
    } else if (c == '"' || c == '\'') {
      string(false);
    } else if (isNameStart(c)) {
      nameOrString();
    } else if (isDigit(c)) {
      number();
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
      at++;
    } else if (c == '\\' && (peek(1) == '\n' || peek(1) == '\r')) {
      advance(peek(1) == '\r' ? 3 : 2);
    } else {
      bracketOrOther(c);
    }
  }

  private void bracketOrOther(char c) {
    Frame frame = frames.peek();
    if (frame != null && frame.brackets == 0 && (c == '}' || (c == ':' && peek(1) != '='))) {
      // A colon begins the format, which is text again; a brace ends the field or a field in it.
      frame.inSpec |= c == ':';
      tokens.add(Tokens.Kind.CLOSE, at, at + 1, line);
      at++;
      formatted(frame);
      return;
    }
    if (frame != null) {
      if (c == '(' || c == '[' || c == '{') {
        frame.brackets++;
      } else if ((c == ')' || c == ']' || c == '}') && frame.brackets > 0) {
        frame.brackets--;
      }
    }
    punctuation();
  }

  private void nameOrString() {
    int start = at;
    while (at < source.length() && isNamePart(source.charAt(at))) {
      at++;
    }
    char next = peek(0);
    if ((next == '"' || next == '\'') && at - start <= 3 && isPrefix(start)) {
      string(hasFormat(start));
      return;
    }
    tokens.add(Tokens.Kind.NAME, start, at, line);
  }

  private boolean isPrefix(int start) {
    for (int i = start; i < at; i++) {
      if ("rRbBuUfFtT".indexOf(source.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean hasFormat(int start) {
    for (int i = start; i < at; i++) {
      if ("fFtT".indexOf(source.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** From the opening quote on. */
  private void string(boolean formatted) {
    char quote = source.charAt(at);
    boolean triple = peek(1) == quote && peek(2) == quote;
    at += triple ? 3 : 1;
    Frame frame = new Frame(quote, triple);
    if (formatted && frames.size() < MAX_NESTING) {
      frames.push(frame);
      formatted(frame);
    } else {
      plain(frame);
    }
  }

  private void plain(Frame frame) {
    int start = at;
    int startLine = line;
    while (at < source.length() && !ends(frame)) {
      advance(source.charAt(at) == '\\' ? 2 : 1);
    }
    close(frame, start, startLine);
  }

  /** The text of an f-string up to its end or to the code in it, which is read by later steps. */
  private void formatted(Frame frame) {
    int start = at;
    int startLine = line;
    while (at < source.length() && !ends(frame)) {
      char c = source.charAt(at);
      if (c == '{' && peek(1) == '{' && !frame.inSpec) {
        at += 2;
      } else if (c == '{') {
        tokens.add(Tokens.Kind.STRING, start, at, startLine);
        tokens.add(Tokens.Kind.OPEN, at, at + 1, line);
        at++;
        frame.brackets = 0;
        return;
      } else {
        if (c == '}') {
          frame.inSpec = false;
        }
        advance(c == '\\' ? 2 : 1);
      }
    }
    frames.remove(frame);
    close(frame, start, startLine);
  }

  private boolean ends(Frame frame) {
    char c = source.charAt(at);
    return c == '\n' ? !frame.triple : c == frame.quote && (!frame.triple || isTripled(c));
  }

  private boolean isTripled(char quote) {
    return peek(1) == quote && peek(2) == quote;
  }

  private void close(Frame frame, int start, int startLine) {
    tokens.add(Tokens.Kind.STRING, start, Math.min(at, source.length()), startLine);
    if (at < source.length() && source.charAt(at) == frame.quote) {
      at += frame.triple ? 3 : 1;
    }
  }
}
