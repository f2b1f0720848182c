package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A record in one line for people, in the colour of what it says where there is colour. */
final class RecordLine {
  private static final String RESET = "\u001B[0m";

  private final boolean colour;

  RecordLine(boolean colour) {
    this.colour = colour;
  }

  String of(JsonNode record) {
    StringBuilder line = new StringBuilder();
    line.append(record.path("seq").asLong()).append("  ").append(text(record, "/time"));
    line.append("  ").append(pad(text(record, "/stage"), 8));
    line.append("  ").append(pad(text(record, "/action"), 18));
    String said = said(record);
    line.append("  ").append(colour ? shade(record) + pad(said, 7) + RESET : pad(said, 7));
    line.append("  ").append(text(record, "/principal/id"));
    String id = text(record, "/id");
    if (!id.isEmpty()) {
      line.append("  ").append(id);
    }
    record.path("rules").forEach(rule -> line.append(' ').append(clean(rule.path("id").asText())));
    return line.toString().stripTrailing();
  }

  private static String said(JsonNode record) {
    return switch (text(record, "/stage")) {
      case "decided" -> text(record, "/enforced");
      case "finished" -> {
        String code = text(record, "/outcome/code");
        yield text(record, "/outcome/cause") + (code.isEmpty() ? "" : " " + code);
      }
      default -> "";
    };
  }

  private static String shade(JsonNode record) {
    return switch (said(record)) {
      case "allow", "exited 0" -> "\u001B[32m";
      case "warn" -> "\u001B[33m";
      case "block" -> "\u001B[31m";
      case "" -> "\u001B[36m";
      default -> "\u001B[33m";
    };
  }

  private static String text(JsonNode record, String pointer) {
    return clean(record.at(pointer).asText(""));
  }

  /** Callers choose some of it: nothing in it may steer the terminal. */
  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(120)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
