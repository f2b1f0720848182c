package dev.portcullis.host.audit.line;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The top-level members of a line, found without building a tree. Trusts nothing: bytes that are no
 * JSON object are an {@link UnreadableLineException}. It does not prove them canonical: of a member
 * that is there twice the first is taken, which the {@link CanonicalLine} refuses as no canonical
 * form has it.
 */
public final class LineFields {
  private final byte[] line;
  private final List<Span> members = new ArrayList<>(32);
  private int at;

  /** Where a member begins, where its value begins, and where both end. */
  private record Span(int memberStart, int start, int end) {}

  private LineFields(byte[] line) {
    this.line = line;
  }

  public static LineFields of(byte[] line) throws UnreadableLineException {
    LineFields fields = new LineFields(line);
    fields.scan();
    return fields;
  }

  /** The raw text of a string member without its quotes; empty if there is none of that name. */
  public Optional<String> text(String name) {
    return raw(name)
        .filter(raw -> raw.length() >= 2 && raw.startsWith("\""))
        .map(raw -> raw.substring(1, raw.length() - 1));
  }

  /** The raw JSON of a member. */
  public Optional<String> raw(String name) {
    Span span = find(name);
    return span == null
        ? Optional.empty()
        : Optional.of(new String(line, span.start, span.end - span.start, StandardCharsets.UTF_8));
  }

  /** What the record's number says. */
  public long seq() throws UnreadableLineException {
    Span span = find(Hole.SEQ.field());
    if (span == null || span.end - span.start > 16 || line[span.start] == '0') {
      throw new UnreadableLineException("it has no number");
    }
    long seq = 0;
    for (int i = span.start; i < span.end; i++) {
      if (line[i] < '0' || line[i] > '9') {
        throw new UnreadableLineException("it has no number");
      }
      seq = seq * 10 + line[i] - '0';
    }
    return seq;
  }

  /** A digest member: 64 lowercase hexadecimal digits. */
  public String digest(Hole hole) throws UnreadableLineException {
    return text(hole.field())
        .filter(LineFields::isDigest)
        .orElseThrow(() -> new UnreadableLineException("its " + hole.field() + " is no SHA-256"));
  }

  /** The hash computed over the line without its {@code hash} member. */
  public String computeHash(MessageDigest sha256) throws UnreadableLineException {
    Span span = find(Hole.HASH.field());
    if (span == null || span.end >= line.length || line[span.end] != ',') {
      throw new UnreadableLineException("it has no hash");
    }
    sha256.update(line, 0, span.memberStart);
    sha256.update(line, span.end + 1, line.length - span.end - 1);
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static boolean isDigest(String text) {
    return text.length() == 64
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private @Nullable Span find(String name) {
    for (Span span : members) {
      if (isNamed(span, name)) {
        return span;
      }
    }
    return null;
  }

  private boolean isNamed(Span span, String name) {
    // The name stands in quotes before the colon; those of this package need no escapes.
    int length = span.start - span.memberStart - 3;
    if (length != name.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (line[span.memberStart + 1 + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void scan() throws UnreadableLineException {
    expect('{');
    if (peek() == '}') {
      at++;
    } else {
      do {
        int memberStart = at;
        skipText();
        expect(':');
        int start = at;
        skipValue();
        members.add(new Span(memberStart, start, at));
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
