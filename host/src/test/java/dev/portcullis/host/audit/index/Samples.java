package dev.portcullis.host.audit.index;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Records of every stage, the same ones for the same seed. */
final class Samples {
  static final Instant START = Instant.parse("2026-03-01T10:20:30.500Z");
  private static final List<String> DECISIONS = List.of("allow", "allow", "allow", "warn", "block");
  private static final List<String> CAUSES = List.of("exited", "exited", "timeout", "refused");

  private final Random random;
  private Instant time = START;
  private int number;

  Samples(long seed) {
    this.random = new Random(seed);
  }

  /** Adds so many; time mostly goes on, and sometimes back. */
  Samples addTo(ListedJournal journal, int count) {
    for (int i = 0; i < count; i++) {
      number++;
      int back = random.nextInt(400);
      time = back == 0 ? time.minusSeconds(90) : time.plusMillis(random.nextInt(2_500));
      journal.add(time, next());
    }
    return this;
  }

  private Map<String, Object> next() {
    Map<String, Object> fields = new HashMap<>();
    switch (random.nextInt(10)) {
      case 0 -> {
        fields.put("stage", "system");
        fields.put("action", "system.recovery");
        fields.put("facts", Map.of("after", "an incomplete last line was dropped"));
      }
      case 1 -> {
        fields.put("stage", "admin");
        fields.put("action", "kill");
        caller(fields);
        fields.put("change", Map.of("after", Map.of("reason", "Drill number " + number % 7)));
      }
      case 2, 3, 4 -> {
        fields.put("stage", "finished");
        fields.put("action", "execution.create");
        fields.put("id", "exe_" + (number - 3));
        fields.put("principal", principal());
        String cause = one(CAUSES);
        fields.put(
            "outcome",
            cause.equals("refused")
                ? Map.of(
                    "cause", cause, "problem", "saturated", "detail", "Every sandbox is in use")
                : Map.of("cause", cause, "wall_ms", 3));
      }
      default -> decided(fields);
    }
    return fields;
  }

  private void decided(Map<String, Object> fields) {
    fields.put("stage", "decided");
    boolean skill = random.nextInt(4) == 0;
    fields.put("action", skill ? "skill.invoke" : "execution.create");
    if (skill) {
      fields.put("skill", Map.of("name", "skill-" + random.nextInt(3), "version", "1.0.0"));
    }
    fields.put("id", "exe_" + number);
    fields.put("decision_id", "dec_" + number);
    caller(fields);
    fields.put("language", random.nextBoolean() ? "python" : "node");
    fields.put("mode", "soft_block");
    fields.put("policy_digest", "sha256:" + random.nextInt(3));
    String decision = one(DECISIONS);
    fields.put("computed", decision);
    fields.put("enforced", decision);
    fields.put("risk", random.nextInt(8) == 0 ? random.nextInt(101) : 0);
    fields.put("facts", Map.of("hash", "not the record's", "note", "unfindable words"));
    fields.put(
        "rules",
        decision.equals("allow")
            ? List.of(rule("agents-run-code"))
            : List.of(rule("names-a-credential-path"), rule("rule-" + random.nextInt(5))));
  }

  private void caller(Map<String, Object> fields) {
    fields.put("principal", principal());
    fields.put("source", random.nextInt(3) == 0 ? "cli" : "api");
    fields.put("client_ip", "10.0.0." + random.nextInt(4));
    fields.put("request_id", "req_" + number);
    fields.put("trace_id", "trace_" + number / 4);
  }

  private Map<String, Object> principal() {
    int who = random.nextInt(9);
    return Map.of("id", "agent-" + who, "key_id", "key_" + who, "roles", List.of("agent"));
  }

  private static Map<String, Object> rule(String id) {
    return Map.of("id", id, "effect", "allow", "risk", 0);
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
