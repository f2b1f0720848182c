package dev.portcullis.governor.scan;

import java.util.Set;

/**
 * Tokens of JavaScript and TypeScript, with template literals: what stands in their {@code ${}} is
 * code. Whether a slash divides or begins a regular expression is told by the token before it.
 */
final class ScriptLexer extends Lexer {
  private static final Set<String> BEFORE_REGEX =
      Set.of(
          "return",
          "typeof",
          "case",
          "in",
          "of",
          "delete",
          "void",
          "instanceof",
          "new",
          "throw",
          "else",
          "do",
          "yield",
          "await");

  ScriptLexer(String source) {
    super(source);
  }

  @Override
  void step(char c) {
    if (c == '\n') {
      newline();
    } else if (c == '/' && peek(1) == '/') {
      skipLine();
    } else if (c == '/' && peek(1) == '*') {
      blockComment();
    } else if (c == '#' && at == 0 && peek(1) == '!') {
      skipLine();
    } else if (c == '"' || c == '\'') {
      string(c);
    } else if (c == '`') {
      template();
    } else if (c == '/' && regexMayStart()) {
      regex();
    } else if (isNameStart(c) || (c == '\\' && peek(1) == 'u')) {
      name();
    } else if (isDigit(c)) {
      number();
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
      at++;
    } else {
      braceOrOther(c);
    }
  }

  private void braceOrOther(char c) {
    Frame frame = frames.peek();
    if (frame != null && c == '}' && frame.brackets == 0) {
      tokens.add(Tokens.Kind.CLOSE, at, at + 1, line);
      at++;
      templateText(frame);
      return;
    }
    if (frame != null && c == '{') {
      frame.brackets++;
    } else if (frame != null && c == '}') {
      frame.brackets--;
    }
    punctuation();
  }

  private void blockComment() {
    int end = source.indexOf("*/", at + 2);
    int to = end < 0 ? source.length() : end + 2;
    while (at < to) {
      advance();
    }
  }

  private void string(char quote) {
    int startLine = line;
    at++;
    int start = at;
    while (at < source.length() && source.charAt(at) != quote && source.charAt(at) != '\n') {
      advance(source.charAt(at) == '\\' ? 2 : 1);
    }
    tokens.add(Tokens.Kind.STRING, start, at, startLine);
    if (peek(0) == quote) {
      at++;
    }
  }

  private void template() {
    at++;
    Frame frame = new Frame('`', true);
    if (frames.size() < MAX_NESTING) {
      frames.push(frame);
    }
    templateText(frame);
  }

  private void templateText(Frame frame) {
    int start = at;
    int startLine = line;
    while (at < source.length() && source.charAt(at) != '`') {
      if (source.charAt(at) == '$' && peek(1) == '{' && frames.peek() == frame) {
        tokens.add(Tokens.Kind.STRING, start, at, startLine);
        tokens.add(Tokens.Kind.OPEN, at, at + 2, line);
        at += 2;
        frame.brackets = 0;
        return;
      }
      advance(source.charAt(at) == '\\' ? 2 : 1);
    }
    frames.remove(frame);
    tokens.add(Tokens.Kind.STRING, start, at, startLine);
    if (at < source.length()) {
      at++;
    }
  }

  private void name() {
    int start = at;
    while (at < source.length() && (isNamePart(source.charAt(at)) || isEscape())) {
      at++;
    }
    tokens.add(Tokens.Kind.NAME, start, Math.max(at, start + 1), line);
    at = Math.max(at, start + 1);
  }

  private boolean isEscape() {
    char c = source.charAt(at);
    return (c == '\\' && peek(1) == 'u') || ((c == '{' || c == '}') && at >= 2 && braceOfEscape());
  }

  /** Whether the brace belongs to an escape such as {@code \\u{65}} in a name. */
  private boolean braceOfEscape() {
    int from = Math.max(0, at - 8);
    for (int escape = at - 2; escape >= from; escape--) {
      if (source.startsWith("\\u", escape)) {
        return source.charAt(at) == '{' ? escape == at - 2 : source.charAt(escape + 2) == '{';
      }
    }
    return false;
  }

  private boolean regexMayStart() {
    int last = tokens.size() - 1;
    while (tokens.is(last, Tokens.Kind.NEWLINE)) {
      last--;
    }
    if (last < 0) {
      return true;
    }
    return switch (tokens.kind(last)) {
      case NAME -> BEFORE_REGEX.contains(tokens.text(last, 16));
      case NUMBER, STRING, CLOSE -> false;
      case PUNCTUATION -> !tokens.is(last, ')') && !tokens.is(last, ']') && !tokens.is(last, '}');
      case NEWLINE, OPEN -> true;
    };
  }

  private void regex() {
    int start = ++at;
    int startLine = line;
    boolean inClass = false;
    while (at < source.length() && source.charAt(at) != '\n') {
      char c = source.charAt(at);
      if (c == '/' && !inClass) {
        break;
      }
      inClass = c == '[' || (inClass && c != ']');
      advance(c == '\\' ? 2 : 1);
    }
    tokens.add(Tokens.Kind.STRING, start, Math.min(at, source.length()), startLine);
    if (peek(0) == '/') {
      at++;
    }
  }
}
