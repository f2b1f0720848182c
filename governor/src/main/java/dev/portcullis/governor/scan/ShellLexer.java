package dev.portcullis.governor.scan;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the shell: words with their quotes still in them, operators, here-documents as strings.
 * Command substitutions are code, also between double quotes.
 */
final class ShellLexer extends Lexer {
  private record HereDocument(String delimiter, boolean tabsStripped) {}

  private final Deque<HereDocument> pending = new ArrayDeque<>();

  ShellLexer(String source) {
    super(source);
  }

  @Override
  void step(char c) {
    Frame frame = frames.peek();
    if (c == '\n') {
      endLine();
    } else if (c == ' ' || c == '\t' || c == '\r') {
      at++;
    } else if (c == '\\' && peek(1) == '\n') {
      advance(2);
    } else if (c == '#') {
      skipLine();
    } else if (c == '<' && peek(1) == '<' && peek(2) != '<') {
      hereDocumentHead();
    } else if (frame != null && endsCode(frame, c)) {
      tokens.add(Tokens.Kind.CLOSE, at, at + 1, line);
      at++;
      frames.pop();
      if (frame.triple) {
        quoted(at);
      }
    } else if (";|&<>(){}".indexOf(c) >= 0) {
      operator(frame, c);
    } else {
      int before = at;
      word();
      if (at == before) {
        punctuation();
      }
    }
  }

  private static boolean endsCode(Frame frame, char c) {
    return c == frame.quote && frame.brackets == 0;
  }

  private void operator(@Nullable Frame frame, char c) {
    if (frame != null && c == '(') {
      frame.brackets++;
    } else if (frame != null && c == ')' && frame.brackets > 0) {
      frame.brackets--;
    }
    punctuation();
  }

  private void word() {
    int start = at;
    int startLine = line;
    while (at < source.length()) {
      char c = source.charAt(at);
      Frame frame = frames.peek();
      if (c == '\\') {
        advance(2);
      } else if (c == '\'') {
        singleQuoted(at > start && source.charAt(at - 1) == '$');
      } else if (c == '"') {
        endWord(start, startLine);
        at++;
        quoted(at);
        return;
      } else if (c == '$' && peek(1) == '(') {
        endWord(start, startLine);
        open(')', 2, false);
        return;
      } else if (c == '`' && (frame == null || frame.quote != '`')) {
        endWord(start, startLine);
        open('`', 1, false);
        return;
      } else if (" \t\r\n;|&<>()`".indexOf(c) >= 0) {
        break;
      } else {
        at++;
      }
    }
    endWord(start, startLine);
  }

  private void endWord(int start, int startLine) {
    int end = Math.min(at, source.length());
    if (end > start) {
      tokens.add(Tokens.Kind.NAME, start, end, startLine);
    }
  }

  private void singleQuoted(boolean escapes) {
    advance();
    while (at < source.length() && source.charAt(at) != '\'') {
      advance(escapes && source.charAt(at) == '\\' ? 2 : 1);
    }
    advance(1);
  }

  /** Between double quotes, from behind the first or behind a substitution in them. */
  private void quoted(int start) {
    int startLine = line;
    while (at < source.length() && source.charAt(at) != '"') {
      char c = source.charAt(at);
      boolean command = c == '$' && peek(1) == '(';
      if ((command || c == '`') && frames.size() < MAX_NESTING) {
        tokens.add(Tokens.Kind.STRING, start, at, startLine);
        open(command ? ')' : '`', command ? 2 : 1, true);
        return;
      }
      advance(c == '\\' ? 2 : 1);
    }
    tokens.add(Tokens.Kind.STRING, start, Math.min(at, source.length()), startLine);
    advance(1);
  }

  /** Enters a substitution; {@code inQuotes} says where to go on after it. */
  private void open(char closer, int length, boolean inQuotes) {
    tokens.add(Tokens.Kind.OPEN, at, at + length, line);
    at += length;
    if (frames.size() < MAX_NESTING) {
      frames.push(new Frame(closer, inQuotes));
    }
  }

  private void hereDocumentHead() {
    tokens.add(Tokens.Kind.PUNCTUATION, at, at + 1, line);
    at += 2;
    boolean tabs = peek(0) == '-';
    at += tabs ? 1 : 0;
    while (peek(0) == ' ' || peek(0) == '\t') {
      at++;
    }
    StringBuilder delimiter = new StringBuilder();
    while (at < source.length() && " \t\r\n;|&<>()".indexOf(source.charAt(at)) < 0) {
      char c = source.charAt(at);
      if (c != '\'' && c != '"' && c != '\\') {
        delimiter.append(c);
      }
      at++;
    }
    if (delimiter.length() > 0 && delimiter.length() <= 128 && pending.size() < MAX_NESTING) {
      pending.add(new HereDocument(delimiter.toString(), tabs));
    }
  }

  /** Here-documents belong to the line that announced them, so they come before its end. */
  private void endLine() {
    if (pending.isEmpty()) {
      newline();
      return;
    }
    advance();
    hereDocuments();
    tokens.add(Tokens.Kind.NEWLINE, at, at, line);
  }

  private void hereDocuments() {
    while (!pending.isEmpty() && at < source.length()) {
      HereDocument document = pending.remove();
      int start = at;
      int startLine = line;
      int end = source.length();
      while (at < source.length()) {
        int lineStart = at;
        skipLine();
        boolean last = isDelimiter(document, lineStart, at);
        if (last) {
          end = lineStart;
        }
        advance(1);
        if (last) {
          break;
        }
      }
      tokens.add(Tokens.Kind.STRING, start, Math.min(end, source.length()), startLine);
    }
  }

  private boolean isDelimiter(HereDocument document, int from, int to) {
    int start = from;
    while (document.tabsStripped() && start < to && source.charAt(start) == '\t') {
      start++;
    }
    int end = to > start && source.charAt(to - 1) == '\r' ? to - 1 : to;
    return end - start == document.delimiter().length()
        && source.startsWith(document.delimiter(), start);
  }
}
