package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An explanation as people read it: the outcome, then each rule, then what was seen. */
final class ExplanationText {
  private final List<String> lines = new ArrayList<>();

  private ExplanationText() {}

  static List<String> lines(JsonNode explanation) {
    ExplanationText text = new ExplanationText();
    text.decision(explanation.path("decision"));
    explanation.path("notes").forEach(note -> text.lines.add("note: " + note.asText()));
    text.request(explanation.path("request"));
    text.rules(explanation);
    text.facts(explanation.path("facts"));
    return text.lines;
  }

  private void decision(JsonNode decision) {
    lines.add(
        "%s (computed %s, mode %s), risk %d; warn from %d, block from %d"
            .formatted(
                decision.path("enforced").asText(),
                decision.path("computed").asText(),
                decision.path("mode").asText(),
                decision.path("risk").asInt(),
                decision.path("warn_from").asInt(),
                decision.path("block_from").asInt()));
    if (decision.path("language_switched_off").isTextual()) {
      lines.add(
          "an operator switched the language "
              + decision.path("language_switched_off").asText()
              + " off, whatever the policy says");
    }
    if (decision.path("rules").isEmpty()) {
      lines.add("decided by no rule: none allows it");
    } else {
      lines.add("decided by " + joined(decision.path("rules")));
    }
    lines.add(
        "policy "
            + decision.path("policy_digest").asText()
            + ", configuration "
            + decision.path("config_version").asLong());
  }

  private void request(JsonNode request) {
    lines.add("");
    lines.add(
        "request   "
            + request.path("action").asText()
            + " by "
            + request.path("principal").asText()
            + " ("
            + joined(request.path("roles"))
            + ") through "
            + request.path("source").asText()
            + part(", language ", request.path("language"))
            + part(", profile ", request.path("profile"))
            + part(", skill ", request.path("skill"))
            + ", at "
            + request.path("time").asText());
  }

  private void rules(JsonNode explanation) {
    lines.add("");
    int width = 4;
    for (JsonNode rule : explanation.path("trace")) {
      width = Math.max(width, rule.path("rule").asText().length());
    }
    for (JsonNode rule : explanation.path("trace")) {
      String name = rule.path("rule").asText();
      lines.add(
          (rule.path("decides").asBoolean() ? "* " : "  ")
              + name
              + " ".repeat(width - name.length())
              + "  "
              + outcome(rule));
      if (rule.path("outcome").asText().equals("matched") && rule.has("message")) {
        lines.add(" ".repeat(width + 4) + rule.path("message").asText());
      }
    }
    int named = 0;
    for (JsonNode rule : explanation.path("trace")) {
      named += rule.path("outcome").asText().equals("out_of_scope") ? 1 : 0;
    }
    int more = explanation.path("out_of_scope").asInt() - named;
    if (more > 0) {
      lines.add("  and " + more + " more that are not about it");
    }
  }

  private static String outcome(JsonNode rule) {
    String says =
        (rule.has("effect") ? ", " + rule.path("effect").asText() : "")
            + (rule.has("risk") ? ", risk " + rule.path("risk").asInt() : "")
            + (rule.path("stage").asText().equals("shadow") ? ", in shadow: not enforced" : "");
    return switch (rule.path("outcome").asText()) {
      case "matched" -> "matched" + says;
      case "error" -> "could not be evaluated: " + rule.path("error").asText() + says;
      case "disabled" -> "switched off by an operator";
      case "out_of_scope" -> "is not about it: " + joined(rule.path("unfit")) + " do not fit";
      default -> "did not match";
    };
  }

  private void facts(JsonNode facts) {
    lines.add("");
    lines.add(
        "facts     "
            + facts.path("size_bytes").asLong()
            + " bytes of code"
            + (facts.path("complete").asBoolean(true) ? "" : ", not all of it looked at"));
    list("imports   ", facts.path("imports"));
    list("calls     ", facts.path("calls"));
    for (JsonNode seen : facts.path("indicators")) {
      lines.add(
          "seen      "
              + seen.path("id").asText()
              + " ("
              + seen.path("family").asText()
              + ") in line "
              + seen.path("line").asInt());
    }
  }

  private void list(String name, JsonNode values) {
    if (!values.isEmpty()) {
      lines.add(name + joined(values));
    }
  }

  private static String part(String before, JsonNode text) {
    return text.isTextual() ? before + text.asText() : "";
  }

  private static String joined(JsonNode texts) {
    List<String> all = new ArrayList<>();
    texts.forEach(text -> all.add(text.asText()));
    return String.join(", ", all);
  }
}
