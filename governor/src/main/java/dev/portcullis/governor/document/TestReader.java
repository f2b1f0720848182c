package dev.portcullis.governor.document;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.PolicyTest;
import dev.portcullis.governor.policy.Risk;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.scan.CodeScanner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the tests that a policy carries along. What a test's request leaves out: source {@code
 * api}, role {@code agent}, principal {@code anyone}, time 2026-01-01T12:00:00Z (a Thursday), and
 * nothing else.
 */
final class TestReader {
  private static final List<String> KEYS = List.of("name", "request", "expect");
  private static final List<String> REQUEST_KEYS =
      List.of(
          "action",
          "source",
          "roles",
          "principal",
          "language",
          "profile",
          "skill",
          "code",
          "stdin_bytes",
          "files",
          "file_bytes",
          "limits",
          "time");
  private static final List<String> EXPECT_KEYS =
      List.of("decision", "rules", "risk", "counted_by");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final int LONGEST_NAME = 200;

  private TestReader() {}

  private record Expectation(
      Effect decision,
      Optional<Set<RuleId>> rules,
      Optional<Risk> risk,
      Optional<Set<RuleId>> countedBy) {}

  static Optional<PolicyTest> read(YamlNode node, String path, Problems problems) {
    int before = problems.count();
    Optional<Fields> found = Fields.of(node, path, KEYS, problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    fields.required("name");
    fields.required("request");
    fields.required("expect");
    Optional<String> name = fields.map("name", Readings.shortText(LONGEST_NAME));
    Optional<Request> request = fields.map("request", TestReader::request);
    Optional<Expectation> expect = fields.map("expect", TestReader::expectation);
    if (problems.count() > before || name.isEmpty() || request.isEmpty() || expect.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PolicyTest(
            name.get(),
            node.line(),
            node.column(),
            request.get(),
            expect.get().decision(),
            expect.get().rules(),
            expect.get().risk(),
            expect.get().countedBy()));
  }

  private static Optional<Request> request(YamlNode node, String path, Problems problems) {
    Optional<Fields> found = Fields.of(node, path, REQUEST_KEYS, problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    fields.required("action");
    Optional<Action> action = fields.map("action", MatchReader.ACTION);
    Set<Role> roles =
        fields.map("roles", Readings.setOf(MatchReader.ROLE)).orElse(Set.of(Role.AGENT));
    if (action.isEmpty() || roles.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> language = fields.map("language", Readings.shortText(64));
    return Optional.of(
        new Request(
            action.get(),
            new Principal(
                fields.map("principal", Readings.shortText(128)).orElse("anyone"), roles, "test"),
            fields.map("source", MatchReader.SOURCE).orElse(Source.API),
            language,
            fields.map("profile", Readings.shortText(64)),
            fields.map("skill", Readings.shortText(64)),
            fields.map("limits", LimitsReader::read).orElse(PartialLimits.NONE),
            facts(fields, language.orElse("")),
            fields.map("time", TestReader::time).orElse(NOON)));
  }

  private static Facts facts(Fields fields, String language) {
    CodeFacts code =
        fields
            .map("code", Readings::text)
            .map(text -> CodeScanner.scan(language, text.getBytes(StandardCharsets.UTF_8)))
            .orElse(CodeFacts.NONE);
    Fields.Reading<Integer> count = Readings.integer(0, Integer.MAX_VALUE);
    return new Facts(
        code,
        fields.map("stdin_bytes", count).orElse(0),
        fields.map("files", count).orElse(0),
        fields.map("file_bytes", count).orElse(0));
  }

  private static Optional<Instant> time(YamlNode node, String path, Problems problems) {
    Optional<String> text = Readings.text(node, path, problems);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text.get()));
    } catch (DateTimeParseException malformed) {
      problems.add(node, path, "expected a time such as `2026-01-01T12:00:00Z`");
      return Optional.empty();
    }
  }

  private static Optional<Expectation> expectation(YamlNode node, String path, Problems problems) {
    Optional<Fields> found = Fields.of(node, path, EXPECT_KEYS, problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    fields.required("decision");
    Optional<Set<RuleId>> rules = ids(fields, "rules");
    Optional<Set<RuleId>> countedBy = ids(fields, "counted_by");
    Optional<Risk> risk = fields.map("risk", Readings.integer(0, Risk.MOST)).map(Risk::new);
    return fields
        .map("decision", RuleReader.EFFECT)
        .map(decision -> new Expectation(decision, rules, risk, countedBy));
  }

  private static Optional<Set<RuleId>> ids(Fields fields, String name) {
    return fields.map(name, Readings.listOf(RuleReader.ID)).map(Set::copyOf);
  }
}
