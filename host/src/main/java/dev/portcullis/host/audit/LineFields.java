package dev.portcullis.host.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The top-level members of a line, found without building a tree. Trusts nothing: bytes that are no
 * JSON object are an {@link UnreadableLineException}. It does not prove them canonical.
 */
final class LineFields {
  private final byte[] line;
  private final Map<String, Span> values = new HashMap<>();
  private int at;

  private record Span(int memberStart, int start, int end) {}

  private LineFields(byte[] line) {
    this.line = line;
  }

  static LineFields of(byte[] line) throws UnreadableLineException {
    LineFields fields = new LineFields(line);
    fields.scan();
    return fields;
  }

  /** The raw text of a string member without its quotes; empty if there is none of that name. */
  Optional<String> text(String name) {
    return raw(name)
        .filter(raw -> raw.length() >= 2 && raw.startsWith("\""))
        .map(raw -> raw.substring(1, raw.length() - 1));
  }

  /** The raw JSON of a member. */
  Optional<String> raw(String name) {
    return Optional.ofNullable(values.get(name))
        .map(span -> new String(line, span.start, span.end - span.start, StandardCharsets.UTF_8));
  }

  /** What the record's number says. */
  long seq() throws UnreadableLineException {
    String text = raw(Hole.SEQ.field()).orElse("");
    if (!text.matches("[1-9]\\d{0,15}")) {
      throw new UnreadableLineException("it has no number");
    }
    return Long.parseLong(text);
  }

  /** A digest member: 64 lowercase hexadecimal digits. */
  String digest(Hole hole) throws UnreadableLineException {
    return text(hole.field())
        .filter(text -> text.matches("[0-9a-f]{64}"))
        .orElseThrow(() -> new UnreadableLineException("its " + hole.field() + " is no SHA-256"));
  }

  /** The hash computed over the line without its {@code hash} member. */
  String computeHash(MessageDigest sha256) throws UnreadableLineException {
    Span span = values.get(Hole.HASH.field());
    if (span == null || span.end >= line.length || line[span.end] != ',') {
      throw new UnreadableLineException("it has no hash");
    }
    sha256.update(line, 0, span.memberStart);
    sha256.update(line, span.end + 1, line.length - span.end - 1);
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void scan() throws UnreadableLineException {
    expect('{');
    if (peek() == '}') {
      at++;
    } else {
      do {
        int memberStart = at;
        String name = name();
        expect(':');
        int start = at;
        skipValue();
        if (values.put(name, new Span(memberStart, start, at)) != null) {
          throw new UnreadableLineException("it says `" + name + "` twice");
        }
      } while (more());
    }
    if (at != line.length) {
      throw new UnreadableLineException("more follows its end");
    }
  }

  private boolean more() throws UnreadableLineException {
    if (peek() == ',') {
      at++;
      return true;
    }
    expect('}');
    return false;
  }

  private String name() throws UnreadableLineException {
    int start = at;
    skipText();
    return new String(line, start + 1, at - start - 2, StandardCharsets.UTF_8);
  }

  private void skipValue() throws UnreadableLineException {
    int depth = 0;
    do {
      switch (peek()) {
        case '"' -> skipText();
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        case ',', ':' -> {
          if (depth == 0) {
            throw new UnreadableLineException("a value is missing");
          }
          at++;
        }
        default -> skipWord();
      }
    } while (depth > 0);
    if (depth < 0) {
      throw new UnreadableLineException("its brackets do not match");
    }
  }

  private void skipText() throws UnreadableLineException {
    expect('"');
    while (peek() != '"') {
      at += peek() == '\\' ? 2 : 1;
    }
    at++;
  }

  private void skipWord() throws UnreadableLineException {
    int start = at;
    while (at < line.length && (Character.isLetterOrDigit(line[at]) || line[at] == '-')) {
      at++;
    }
    if (at == start) {
      throw new UnreadableLineException("it is no JSON");
    }
  }

  private void expect(char c) throws UnreadableLineException {
    if (peek() != c) {
      throw new UnreadableLineException("it is no JSON object");
    }
    at++;
  }

  private byte peek() throws UnreadableLineException {
    if (at >= line.length) {
      throw new UnreadableLineException("it breaks off");
    }
    return line[at];
  }
}
