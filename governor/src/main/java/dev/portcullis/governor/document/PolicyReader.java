package dev.portcullis.governor.document;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.governor.policy.PolicyTest;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.Thresholds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a policy from the bytes of its document: one YAML 1.2 document of at most 8 MiB.
 *
 * <p>Says everything that is wrong with it at once, each with line and column, except that a
 * document which is not YAML is left at the first fault.
 */
public final class PolicyReader {
  private static final List<String> KEYS =
      List.of("apiVersion", "kind", "mode", "thresholds", "rules", "tests");
  private static final String API_VERSION = "portcullis.dev/v1";
  private static final String KIND = "Policy";
  private static final Fields.Reading<Mode> MODE =
      Readings.choice(Mode::of, Stream.of(Mode.values()).map(Mode::text).toList());

  private final Map<String, String> aliases;

  /** A reader that knows of no aliases. */
  public PolicyReader() {
    this(Map.of());
  }

  /**
   * A reader for a host whose languages are known.
   *
   * @param aliases of its languages, each with the name that rules see instead; a rule that matches
   *     an alias would never apply, so it is refused
   */
  public PolicyReader(Map<String, String> aliases) {
    this.aliases = Map.copyOf(aliases);
  }

  /**
   * Reads a policy and runs its tests.
   *
   * @throws InvalidPolicyException if it is none, or one of its tests fails
   */
  public Policy read(byte[] document) throws InvalidPolicyException {
    Policy policy = parse(document);
    Problems problems = new Problems();
    List<PolicyTests.Result> results = PolicyTests.run(policy);
    for (int i = 0; i < results.size(); i++) {
      PolicyTests.Result result = results.get(i);
      if (!result.passed()) {
        PolicyTest test = result.test();
        problems.add(
            test.line(),
            test.column(),
            "tests[" + i + "]",
            "the test `" + test.name() + "` fails: " + String.join("; ", result.differences()));
      }
    }
    problems.throwIfAny();
    return policy;
  }

  /**
   * Reads a policy without running its tests, for those who want to see how they go.
   *
   * @throws InvalidPolicyException if it is none
   */
  public Policy parse(byte[] document) throws InvalidPolicyException {
    Problems problems = new Problems();
    Optional<Fields> root = Fields.of(YamlTree.read(document), "", KEYS, problems);
    Optional<Policy> policy =
        root.flatMap(fields -> policy(fields, PolicyDigest.of(document), problems));
    problems.throwIfAny();
    return policy.orElseThrow();
  }

  private Optional<Policy> policy(Fields fields, PolicyDigest digest, Problems problems) {
    fields.required("apiVersion");
    fields.map("apiVersion", exactly(API_VERSION));
    fields.required("kind");
    fields.map("kind", exactly(KIND));
    Mode mode = fields.map("mode", MODE).orElse(Mode.SOFT_BLOCK);
    Thresholds thresholds =
        fields.map("thresholds", PolicyReader::thresholds).orElse(Thresholds.DEFAULT);
    fields.required("rules");
    List<Rule> rules =
        fields
            .map("rules", Readings.listOf(new RuleReader(new MatchReader(aliases))::read))
            .orElse(List.of());
    List<PolicyTest> tests =
        fields.map("tests", Readings.listOf(TestReader::read)).orElse(List.of());
    return problems.count() > 0
        ? Optional.empty()
        : Optional.of(new Policy(digest, mode, thresholds, rules, tests));
  }

  private static Optional<Thresholds> thresholds(YamlNode node, String path, Problems problems) {
    Optional<Fields> found = Fields.of(node, path, List.of("warn", "block"), problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    fields.required("warn");
    fields.required("block");
    Fields.Reading<Integer> points = Readings.integer(Thresholds.LEAST, Thresholds.MOST);
    Optional<Integer> warn = fields.map("warn", points);
    Optional<Integer> block = fields.map("block", points);
    if (warn.isEmpty() || block.isEmpty()) {
      return Optional.empty();
    }
    if (warn.get() > block.get()) {
      problems.add(fields.get("warn").orElse(node), fields.path("warn"), "`warn` is above `block`");
      return Optional.empty();
    }
    return Optional.of(new Thresholds(warn.get(), block.get()));
  }

  private static Fields.Reading<String> exactly(String expected) {
    return (node, path, problems) -> {
      Optional<String> text = Readings.text(node, path, problems);
      if (text.isPresent() && !text.get().equals(expected)) {
        problems.add(node, path, "expected `" + expected + "`");
      }
      return text;
    };
  }
}
