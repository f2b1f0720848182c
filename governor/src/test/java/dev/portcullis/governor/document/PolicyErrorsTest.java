package dev.portcullis.governor.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of a document is reported where it is: {@code line:column: path: message}. */
class PolicyErrorsTest {
  private static final String HEAD = "apiVersion: portcullis.dev/v1\nkind: Policy\n";

  /** What CEL can compare. */
  private static final String CANDIDATES =
      " (candidates: (bool, bool),(int, int),(uint, uint),(double, double),(string, string),"
          + "(bytes, bytes),(google.protobuf.Timestamp, google.protobuf.Timestamp),"
          + "(google.protobuf.Duration, google.protobuf.Duration),(int, uint),(uint, int),"
          + "(int, double),(double, int),(uint, double),(double, uint))";

  static List<Arguments> faults() {
    return List.of(
        fault("kind: Policy\nrules: []\n", "1:1: `apiVersion` is missing"),
        fault("apiVersion: portcullis.dev/v1\nrules: []\n", "1:1: `kind` is missing"),
        fault(
            "apiVersion: v2\nkind: Policy\nrules: []\n",
            "1:13: apiVersion: expected `portcullis.dev/v1`"),
        fault(
            "apiVersion: portcullis.dev/v1\nkind: Rules\nrules: []\n",
            "2:7: kind: expected `Policy`"),
        fault(HEAD, "1:1: `rules` is missing"),
        fault("- a\n", "1:1: expected a mapping, found a list"),
        fault(
            HEAD + "rulse: []\nrules: []\n",
            "3:1: rulse: unknown key `rulse`, did you mean `rules`?"),
        fault(HEAD + "colour: red\nrules: []\n", "3:1: colour: unknown key `colour`"),
        fault(HEAD + "rules: []\nrules: []\n", "4:1: rules: the key `rules` is there twice"),
        fault(
            HEAD + "mode: softblock\nrules: []\n",
            "3:7: mode: `softblock` is not one of off, audit_only, soft_block, hard_block,"
                + " did you mean `soft_block`?"),
        fault(
            HEAD + "mode: 3\nrules: []\n",
            "3:7: mode: expected text, found a number; put quotes around it if text is meant"),
        fault(HEAD + "mode:\nrules: []\n", "3:6: mode: expected text, found nothing"),
        fault(
            HEAD + "thresholds: {warn: 80, block: 70}\nrules: []\n",
            "3:20: thresholds.warn: `warn` is above `block`"),
        fault(
            HEAD + "thresholds: {warn: 0, block: 70}\nrules: []\n",
            "3:20: thresholds.warn: 0 is not between 1 and 100"),
        fault(
            HEAD + "thresholds: {warn: 40, block: high}\nrules: []\n",
            "3:31: thresholds.block: expected a whole number, found `high`"),
        fault(
            HEAD + "thresholds: {warn: 40.5, block: 70}\nrules: []\n",
            "3:20: thresholds.warn: expected a whole number, found `40.5`"),
        fault(HEAD + "thresholds: {warn: 40}\nrules: []\n", "3:13: thresholds: `block` is missing"),
        fault(HEAD + "rules: {}\n", "3:8: rules: expected a list, found a mapping"),
        fault(HEAD + "rules: [open]\n", "3:9: rules[0]: expected a mapping, found text"),
        rule("{match: {}, effect: allow}", "4:5: rules[0]: `id` is missing"),
        rule("{id: x, effect: allow}", "4:5: rules[0]: `match` is missing"),
        rule(
            "{id: Open, match: {}, effect: allow}",
            "4:10: rules[0].id: an id has 1 to 64 lowercase letters, digits, `.`, `_` or `-`,"
                + " and starts with a letter or a digit"),
        rule(
            "{id: 5, match: {}, effect: allow}",
            "4:10: rules[0].id: expected text, found a number; put quotes around it if text is"
                + " meant"),
        rule(
            "{id: x, match: {}, efect: allow}",
            "4:5: rules[0]: a rule has an `effect`, a `risk`, a `rate` or a `quota`",
            "4:24: rules[0].efect: unknown key `efect`, did you mean `effect`?"),
        rule(
            "{id: x, match: {}}",
            "4:5: rules[0]: a rule has an `effect`, a `risk`, a `rate` or a `quota`"),
        rule(
            "{id: x, match: {}, effect: deny}",
            "4:32: rules[0].effect: `deny` is not one of allow, warn, block"),
        rule(
            "{id: x, match: {}, effect: [allow]}",
            "4:32: rules[0].effect: expected text, found a list"),
        rule("{id: x, match: {}, risk: 0}", "4:30: rules[0].risk: 0 is not between 1 and 100"),
        rule("{id: x, match: {}, risk: 101}", "4:30: rules[0].risk: 101 is not between 1 and 100"),
        rule(
            "{id: x, match: {}, risk: \"5\"}",
            "4:30: rules[0].risk: expected a whole number, found `5`"),
        rule(
            "{id: x, match: {}, effect: allow, stage: test}",
            "4:46: rules[0].stage: `test` is not one of enforce, shadow"),
        rule(
            "{id: x, match: {}, effect: allow, message: \" \"}",
            "4:48: rules[0].message: expected 1 to 1000 characters"),
        rule(
            "{id: x, match: all, effect: allow}",
            "4:20: rules[0].match: expected a mapping, found text"),
        rule(
            "{id: x, match: {action: [cron.fire]}, effect: allow}",
            "4:21: rules[0].match.action: unknown key `action`, did you mean `actions`?"),
        rule(
            "{id: x, match: {actions: [execution.creat]}, effect: allow}",
            "4:31: rules[0].match.actions[0]: `execution.creat` is not one of execution.create,"
                + " skill.invoke, session.create, cron.fire, did you mean `execution.create`?"),
        rule(
            "{id: x, match: {actions: cron.fire}, effect: allow}",
            "4:30: rules[0].match.actions: expected a list, found text"),
        rule(
            "{id: x, match: {actions: []}, effect: allow}",
            "4:30: rules[0].match.actions: an empty list fits nothing; leave the key out to fit"
                + " everything"),
        rule(
            "{id: x, match: {roles: [agent, agent]}, effect: allow}",
            "4:36: rules[0].match.roles[1]: is in the list twice"),
        rule(
            "{id: x, match: {sources: [web]}, effect: allow}",
            "4:31: rules[0].match.sources[0]: `web` is not one of api, cli, mcp, console, cron"),
        rule(
            "{id: x, match: {principals: [\"\"]}, effect: allow}",
            "4:34: rules[0].match.principals[0]: expected 1 to 256 characters"),
        rule(
            "{id: x, match: {}, effect: allow, limits: {wall: 0s}}",
            "4:54: rules[0].limits.wall: `0s` is out of range: at least 1ms and at most 24h"),
        rule(
            "{id: x, match: {}, effect: allow, limits: {wall: 25h}}",
            "4:54: rules[0].limits.wall: `25h` is out of range: at least 1ms and at most 24h"),
        rule(
            "{id: x, match: {}, effect: allow, limits: {cpu: 10}}",
            "4:53: rules[0].limits.cpu: expected text, found a number; put quotes around it if"
                + " text is meant"),
        rule(
            "{id: x, match: {}, effect: allow, limits: {cpu: soon}}",
            "4:53: rules[0].limits.cpu: `soon` is not a duration: write a whole number and a"
                + " unit, such as `250ms`, `10s` or `5m`"),
        rule(
            "{id: x, match: {}, effect: allow, limits: {memory: 64MB}}",
            "4:56: rules[0].limits.memory: `64MB` is not a size: write a whole number and a unit,"
                + " such as `64MiB` or `1GiB`"),
        rule(
            "{id: x, match: {}, effect: allow, limits: {output: 2000GiB}}",
            "4:56: rules[0].limits.output: `2000GiB` is out of range: at least 1B and at most"
                + " 1024GiB"),
        rule(
            "{id: x, match: {}, effect: allow, limits: {pids: 0}}",
            "4:54: rules[0].limits.pids: 0 is not between 1 and 4194304"),
        rule(
            "{id: x, match: {}, effect: block, limits: {wall: 1s}}",
            "4:47: rules[0].limits: only a rule with `effect: allow` has limits"),
        rule(
            "{id: x, match: {}, rate: {count: 0, per: 1m}}",
            "4:38: rules[0].rate.count: 0 is not between 1 and 1000000000"),
        rule(
            "{id: x, match: {}, rate: {count: 1000001, per: 1ms}}",
            "4:38: rules[0].rate.count: more than one a nanosecond, which nobody can count"),
        rule("{id: x, match: {}, rate: {count: 1}}", "4:30: rules[0].rate: `per` is missing"),
        rule(
            "{id: x, match: {}, rate: {count: 1, per: 1m, by: team}}",
            "4:54: rules[0].rate.by: `team` is not one of principal, role, key"),
        rule(
            "{id: x, match: {}, effect: allow}\n  - {id: x, match: {}, effect: warn}",
            "5:10: rules[1].id: `x` is already the id of the rule at line 4"),
        rule(
            "{id: x, match: {}, effect: warn, when: facts.nope == 1}",
            "4:49: rules[0].when: undefined field 'nope'"),
        rule(
            "{id: x, match: {}, effect: warn, when: 'facts.nope == 1'}",
            "4:50: rules[0].when: undefined field 'nope'"),
        rule(
            "{id: x, match: {}, effect: warn, when: \"\\tfacts.nope == 1\"}",
            "4:45: rules[0].when: undefined field 'nope' (at line 1, column 7 of the expression)"),
        rule(
            "id: x\n    match: {}\n    effect: warn\n    when: |\n      true &&\n      facts.nope == 1",
            "9:12: rules[0].when: undefined field 'nope'"),
        rule(
            "id: x\n    match: {}\n    effect: warn\n    when: >\n      true &&\n      facts.nope == 1",
            "7:12: rules[0].when: undefined field 'nope' (at line 1, column 14 of the expression)"),
        rule(
            "{id: x, match: {}, effect: warn, when: true}",
            "4:44: rules[0].when: expected text, found true or false; put quotes around it if text"
                + " is meant"),
        rule(
            "{id: x, match: {}, quota: {by: key}}",
            "4:31: rules[0].quota: `concurrent` is missing"),
        rule(
            "{id: x, match: {}, quota: {concurrent: 0}}",
            "4:44: rules[0].quota.concurrent: 0 is not between 1 and 1000000"),
        rule(
            "{id: x, match: {}, quota: {concurrent: 4, by: keys}}",
            "4:51: rules[0].quota.by: `keys` is not one of principal, role, key, did you mean"
                + " `key`?"),
        rule(
            "{id: x, match: {}, quota: {concurent: 4}}",
            "4:31: rules[0].quota: `concurrent` is missing",
            "4:32: rules[0].quota.concurent: unknown key `concurent`, did you mean `concurrent`?"),
        rule(
            "{id: x, match: {}, effect: warn, when: fact.complete}",
            "4:44: rules[0].when: undeclared reference to 'fact' (in container ''), did you mean"
                + " `facts`?"),
        rule(
            "{id: x, match: {}, effect: warn, when: facts.size_byte > 3}",
            "4:49: rules[0].when: undefined field 'size_byte', did you mean `size_bytes`?"),
        rule(
            "{id: x, match: {}, effect: warn, when: '1 > facts.complete && facts.complete'}",
            "4:47: rules[0].when: found no matching overload for '_>_' applied to '(int, bool)'"
                + CANDIDATES),
        // What can never apply.
        rule(
            "{id: x, match: {actions: [cron.fire], sources: [api, mcp]}, effect: block}",
            "4:20: rules[0].match: no request can fit: `cron.fire` comes from the source `cron`"
                + " alone"),
        rule(
            "{id: x, match: {actions: [session.create], skills: [read-*]}, effect: block}",
            "4:20: rules[0].match: no request can fit: `session.create` names no skill"),
        rule(
            "{id: x, match: {languages: [Python]}, effect: block}",
            "4:33: rules[0].match.languages[0]: no language can have a name like `Python`, did you"
                + " mean `python`?"),
        rule(
            "{id: x, match: {profiles: [\"my profile\"]}, effect: block}",
            "4:32: rules[0].match.profiles[0]: no profile can have a name like `my profile`"),
        rule(
            "{id: x, match: {languages: [python, js]}, effect: block}",
            "4:41: rules[0].match.languages[1]: `js` is an alias, and rules see the language's"
                + " name, did you mean `node`?"),
        rule(
            "{id: x, match: {}, effect: block, when: \"false\"}",
            "4:46: rules[0].when: always the same, whatever the request"),
        rule(
            "{id: x, match: {sources: [cron]}, effect: block, when: 'request.source == \"api\"'}",
            "4:61: rules[0].when: never holds for a request that `match` lets through"),
        rule(
            "{id: x, match: {}, effect: warn, when: 'facts.indicators.exists(i, i.id =="
                + " \"fork-bmb\")'}",
            "4:80: rules[0].when: no indicator is called `fork-bmb`, did you mean `fork-bomb`?"),
        rule(
            "{id: x, match: {roles: [agent]}, effect: block, message: No}\n"
                + "  - {id: y, match: {roles: [agent]}, effect: block, message: Never}",
            "5:5: rules[1]: says what the rule `x` says, and nothing more"),
        test("{name: n, request: {action: cron.fire}}", "5:5: tests[0]: `expect` is missing"),
        test("{name: n, expect: {decision: block}}", "5:5: tests[0]: `request` is missing"),
        test(
            "{request: {action: cron.fire}, expect: {decision: block}}",
            "5:5: tests[0]: `name` is missing"),
        test(
            "{name: n, request: {}, expect: {decision: block}}",
            "5:24: tests[0].request: `action` is missing"),
        test(
            "{name: n, request: {action: cron.fire, time: noon}, expect: {decision: block}}",
            "5:50: tests[0].request.time: expected a time such as `2026-01-01T12:00:00Z`"),
        test(
            "{name: n, request: {action: cron.fire}, expect: {decison: block}}",
            "5:53: tests[0].expect: `decision` is missing",
            "5:54: tests[0].expect.decison: unknown key `decison`, did you mean `decision`?"),
        test(
            "{name: n, request: {action: cron.fire}, expect: {decision: block, risk: -1}}",
            "5:77: tests[0].expect.risk: -1 is not between 0 and 100"),
        fault("", "1:1: the document is empty"),
        fault("# nothing\n", "1:1: the document is empty"),
        fault("a: b\n---\nc: d\n", "2:1: a policy is one document, and here a second begins"),
        fault("a: !!str b\n", "1:4: tags such as `tag:yaml.org,2002:str` are not allowed"),
        fault("? [a]\n: b\n", "1:3: a key is text, and this is a list"),
        fault("a: *b\n", "1:4: `*b` stands for nothing seen before"),
        fault("a: [b\n", "2:1: not YAML: expected ',' or ']', but got <stream end>"),
        fault("a: \"b\n", "2:1: not YAML: found unexpected end of stream"),
        fault("a: b\n c: d\n", "2:3: not YAML: mapping values are not allowed here"),
        fault("a: \u0001\n", "1:4: not YAML: the character U+0001 is not allowed"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void read_fault_isReportedWhereItIs(String document, List<String> problems) {
    assertThat(problemsOf(document.getBytes(StandardCharsets.UTF_8)))
        .containsExactlyElementsOf(problems);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{id: x, match: {actions: [cron.fire, skill.invoke], sources: [api]}, effect: block}",
        "{id: x, match: {actions: [session.create], skills: [\"*\"]}, effect: block}",
        "{id: x, match: {languages: [\"js*\"]}, effect: block}",
        // An allow rule under a block rule is reached: the block rule may be switched off.
        "{id: x, match: {}, effect: block}\n  - {id: y, match: {roles: [agent]}, effect: allow}",
        // Risks add up, and bounds count apart.
        "{id: x, match: {}, risk: 5}\n  - {id: y, match: {}, risk: 5}",
        "{id: x, match: {}, effect: warn, risk: 5}\n  - {id: y, match: {}, effect: warn, risk: 5}",
        "{id: x, match: {}, quota: {concurrent: 1}}\n  - {id: y, match: {}, quota: {concurrent: 1}}",
        "{id: x, match: {}, effect: warn}\n  - {id: y, match: {}, effect: warn, stage: shadow}"
      })
  void read_ruleThatSomeRequestReaches_isAccepted(String rules) throws InvalidPolicyException {
    String document = HEAD + "rules:\n  - " + rules + "\n";
    assertThat(
            new PolicyReader(Map.of("js", "node"))
                .read(document.getBytes(StandardCharsets.UTF_8))
                .rules())
        .isNotEmpty();
  }

  @Test
  void read_severalFaults_areAllReportedInTheOrderOfTheDocument() {
    String document =
        """
        apiVersion: portcullis.dev/v1
        kind: Policy
        mode: sometimes
        rules:
          - {id: a, match: {}, efect: allow, risk: 3}
          - {id: a, match: {}, effect: allow, limits: {pids: many}}
        """;
    assertThat(problemsOf(document.getBytes(StandardCharsets.UTF_8)))
        .hasSize(4)
        .satisfiesExactly(
            one -> assertThat(one).startsWith("3:7: mode:"),
            two -> assertThat(two).startsWith("5:24: rules[0].efect:"),
            three -> assertThat(three).startsWith("6:10: rules[1].id:"),
            four -> assertThat(four).startsWith("6:54: rules[1].limits.pids:"));
  }

  @Test
  void read_bytesThatAreNotUtf8_saysWhere() {
    byte[] document = "a: b\nc: d?\n".getBytes(StandardCharsets.UTF_8);
    document[9] = (byte) 0xff;
    assertThat(problemsOf(document)).containsExactly("2:5: not UTF-8");
  }

  @Test
  void read_tooManyBytes_isRefused() {
    assertThat(problemsOf(new byte[YamlTree.MAX_BYTES + 1]))
        .containsExactly("1:1: a policy has at most 8388608 bytes, this has 8388609");
  }

  @Test
  void read_nestedTooDeep_isRefusedWhereItGoesTooDeep() {
    assertThat(problemsOf("[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8)))
        .containsExactly("1:33: nested more than 32 deep");
  }

  @Test
  void read_nestedTooDeepByAliases_isRefused() {
    StringBuilder document = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 40; i++) {
      document.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
    }
    assertThat(problemsOf(document.toString().getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .asString()
        .endsWith("nested more than 32 deep");
  }

  @Test
  void read_aliasesThatMultiply_areRefused() {
    StringBuilder document = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1);
      document.append("a%d: &a%d [%s]\n".formatted(i, i, (alias + ",").repeat(10)));
    }
    assertThat(problemsOf(document.toString().getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .asString()
        .contains("more than 1000000 nodes");
  }

  @Test
  void read_alistThatContainsItself_isRefused() {
    assertThat(problemsOf("a: &a [*a]\n".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("1:8: `*a` stands for nothing seen before");
  }

  @Test
  void read_moreFaultsThanAnyoneReads_stopsAtAHundred() {
    String rules = "  - {}\n".repeat(1000);
    assertThat(problemsOf((HEAD + "rules:\n" + rules).getBytes(StandardCharsets.UTF_8)))
        .hasSize(100);
  }

  private static Arguments fault(String document, String... problems) {
    return Arguments.of(document, List.of(problems));
  }

  private static Arguments rule(String rule, String... problems) {
    return fault(HEAD + "rules:\n  - " + rule + "\n", problems);
  }

  private static Arguments test(String test, String... problems) {
    return fault(HEAD + "rules: []\ntests:\n  - " + test + "\n", problems);
  }

  private static List<String> problemsOf(byte[] document) {
    InvalidPolicyException invalid =
        catchThrowableOfType(
            InvalidPolicyException.class,
            () -> new PolicyReader(Map.of("js", "node")).read(document));
    assertThat(invalid).as("the document is refused").isNotNull();
    return invalid.problems().stream().map(PolicyProblem::toString).toList();
  }
}
