package dev.portcullis.governor.scan;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the lexers share: a cursor that counts lines, and the literals that code can be inside of.
 * Every step moves the cursor forward, so any text is read once.
 */
abstract class Lexer {
  /** Literals inside code inside literals; deeper ones are read as plain text. */
  static final int MAX_NESTING = 64;

  final String source;
  final Tokens tokens;
  int at;
  int line = 1;

  /** Where code inside a literal returns to, and how many brackets are open in that code. */
  static final class Frame {
    final char quote;
    final boolean triple;
    int brackets;
    boolean inSpec;

    Frame(char quote, boolean triple) {
      this.quote = quote;
      this.triple = triple;
    }
  }

  final Deque<Frame> frames = new ArrayDeque<>();

  Lexer(String source) {
    this.source = source;
    this.tokens = new Tokens(source);
  }

  /** Reads one token or blank or comment; moves on by at least one character. */
  abstract void step(char c);

  final Tokens lex() {
    while (at < source.length()) {
      step(source.charAt(at));
    }
    return tokens;
  }

  final char peek(int ahead) {
    return at + ahead < source.length() ? source.charAt(at + ahead) : '\0';
  }

  /** Moves on by one character, counting lines. */
  final void advance() {
    if (source.charAt(at) == '\n') {
      line++;
    }
    at++;
  }

  final void advance(int count) {
    for (int i = 0; i < count && at < source.length(); i++) {
      advance();
    }
  }

  final void skipLine() {
    int end = source.indexOf('\n', at);
    at = end < 0 ? source.length() : end;
  }

  final void newline() {
    tokens.add(Tokens.Kind.NEWLINE, at, at + 1, line);
    advance();
  }

  final void punctuation() {
    tokens.add(Tokens.Kind.PUNCTUATION, at, at + 1, line);
    advance();
  }

  final void number() {
    int start = at;
    while (at < source.length() && (isNamePart(source.charAt(at)) || source.charAt(at) == '.')) {
      at++;
    }
    tokens.add(Tokens.Kind.NUMBER, start, at, line);
  }

  static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c > 127;
  }

  static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
