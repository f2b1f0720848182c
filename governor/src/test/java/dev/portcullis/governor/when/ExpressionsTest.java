package dev.portcullis.governor.when;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.governor.Requests;
import dev.portcullis.governor.document.DefaultPolicy;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Call;
import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Import;
import dev.portcullis.governor.facts.Indicator;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.policy.ConditionFailedException;
import dev.portcullis.governor.policy.Globs;
import dev.portcullis.governor.policy.Match;
import dev.portcullis.governor.scan.CodeScanner;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {
  private static final Request REQUEST =
      asking(
          new PartialLimits(
              Optional.of(Duration.ofSeconds(90)),
              Optional.empty(),
              Optional.empty(),
              PartialLimits.NONE.pids(),
              Optional.empty(),
              Optional.empty()),
          new Facts(
              new CodeFacts(
                  1234,
                  List.of(new Import("os", "os", 1), new Import("numpy.linalg", "numpy", 2)),
                  List.of(new Call("os.system", 3), new Call("print", 4)),
                  List.of(
                      new Indicator("sensitive-path", "sensitive-path", 5),
                      new Indicator("process-spawn", "process", 3)),
                  true),
              10,
              2,
              300));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "facts.language == 'python'",
        "facts.size_bytes == 1234 && facts.complete",
        "facts.stdin_bytes == 10 && facts.files == 2 && facts.file_bytes == 300",
        "'numpy.linalg' in facts.imports && !('numpy' in facts.imports)",
        "'numpy' in facts.modules",
        "'os.system' in facts.calls",
        "facts.indicators.exists(i, i.id == 'process-spawn' && i.family == 'process' && i.line == 3)",
        "facts.indicators.exists(i, i.id == 'sensitive-path')",
        "facts.indicators.filter(i, i.line > 3).size() == 1",
        "facts.imports.all(i, i.matches('^(os|numpy)([.]|$)'))",
        "principal.id == 'alice' && principal.roles == ['agent'] && principal.key_id == 'key-1'",
        "request.action == 'execution.create' && request.source == 'api'",
        "request.language == 'python' && request.profile == 'python'",
        "!has(request.skill) && request.skill == ''",
        "has(request.limits.wall_ms) && request.limits.wall_ms == 90000",
        "!has(request.limits.cpu_ms) && request.limits.cpu_ms == 0",
        "request.time == timestamp('2026-01-01T12:00:00Z')",
        "request.time.getHours('Europe/Berlin') == 13",
        "request.time.getDayOfWeek() == 4",
        "size(facts.modules) == 2 ? true : false"
      })
  void holds_whatIsSo_isTrue(String expression)
      throws InvalidExpressionException, ConditionFailedException {
    assertThat(new Expressions().compile(expression).holds(REQUEST)).isTrue();
    assertThat(new Expressions().compile("!(" + expression + ")").holds(REQUEST)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "facts.imports[5] == 'x'",
        "1 / size(request.skill) == 1",
        "request.time.getHours('Nowhere/At-All') == 1",
        "'x'.matches(facts.imports[0] + '(')",
        "int(request.language) == 1",
        "9223372036854775807 + facts.size_bytes > 0"
      })
  void holds_whatCannotBeSaid_fails(String expression) throws InvalidExpressionException {
    Condition condition = new Expressions().compile(expression);
    assertThatExceptionOfType(ConditionFailedException.class)
        .isThrownBy(() -> condition.holds(REQUEST));
  }

  @Test
  void holds_moreIterationsThanAllowed_fails() throws InvalidExpressionException {
    Request many =
        Requests.python(
            Facts.of(
                new CodeFacts(
                    1,
                    List.of(),
                    List.of(),
                    Collections.nCopies(250, new Indicator("a", "b", 1)),
                    true)));
    Condition once = new Expressions().compile("facts.indicators.all(a, a.line > 0)");
    assertThat(catchThrowableOfType(ConditionFailedException.class, () -> once.holds(many)))
        .isNull();
    Condition cubed =
        new Expressions()
            .compile(
                "facts.indicators.all(a, facts.indicators.all(b, facts.indicators.all(c, a.line > 0)))");
    assertThatExceptionOfType(ConditionFailedException.class)
        .isThrownBy(() -> cubed.holds(many))
        .withMessageContaining("10000");
  }

  @Test
  void holds_regexThatBacktracksElsewhere_endsInLinearTime()
      throws InvalidExpressionException, ConditionFailedException {
    Condition condition = new Expressions().compile("!facts.imports[0].matches('^(a+)+$')");
    Request evil =
        Requests.python(
            Facts.of(
                new CodeFacts(
                    1,
                    List.of(new Import("a".repeat(100_000) + "!", "a", 1)),
                    List.of(),
                    List.of(),
                    true)));
    assertThat(condition.holds(evil)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "family"})
  void holds_commonForm_meansWhatCelMakesOfIt(String field)
      throws InvalidExpressionException, ConditionFailedException {
    for (String wanted :
        field.equals("id") ? CodeScanner.indicatorIds() : CodeScanner.indicatorFamilies()) {
      String common = "facts.indicators.exists(i, i." + field + " == \"" + wanted + "\")";
      String throughCel = "(" + common + ") && true";
      assertThat(new Expressions().compile(throughCel)).isInstanceOf(CelCondition.class);
      assertThat(new Expressions().compile(common).holds(REQUEST))
          .as(common)
          .isEqualTo(new Expressions().compile(throughCel).holds(REQUEST));
    }
    assertThat(new Expressions().compile("facts.indicators.exists(i, i.id == 'fork')"))
        .isInstanceOf(IndicatorCondition.class);
  }

  @Test
  void compile_conditionsOfTheDefaultPolicy_needNoCel() {
    assertThat(DefaultPolicy.policy().rules())
        .filteredOn(rule -> rule.when().isPresent())
        .isNotEmpty()
        .allMatch(rule -> rule.when().get() instanceof IndicatorCondition);
  }

  @Test
  void compile_otherNamesInTheCommonForm_areLeftToCel() {
    assertThat(faultOf("facts.indicators.exists(i, j.id == \"a\")").message())
        .contains("undeclared reference to 'j'");
  }

  @Test
  void compile_faults_areLocated() {
    assertThat(faultOf("facts.nope == 1").message()).isEqualTo("undefined field 'nope'");
    assertThat(faultOf("facts.nope == 1").line()).isEqualTo(1);
    assertThat(faultOf("facts.nope == 1").column()).isEqualTo(6);
    assertThat(faultOf("true &&\n  fcts.size_bytes == 1").line()).isEqualTo(2);
    assertThat(faultOf("true &&\n  fcts.size_bytes == 1").column()).isEqualTo(3);
    assertThat(faultOf("facts.size_bytes ==").column()).isEqualTo(20);
  }

  @Test
  void compile_notATruthValue_isRefused() {
    assertThat(faultOf("facts.size_bytes").message()).contains("expected type 'bool'");
  }

  @Test
  void compile_wrongTypes_areRefused() {
    assertThat(faultOf("facts.size_bytes == 'big'").message()).contains("no matching overload");
  }

  /** What one expression uses is declared for it alone, and more than a few such sets for all. */
  @Test
  void compile_manySetsOfFunctions_changesNothing()
      throws InvalidExpressionException, ConditionFailedException {
    List<String> pieces =
        List.of(
            "facts.size_bytes > 1",
            "facts.size_bytes + 1 > 2",
            "request.skill.startsWith('')",
            "request.skill.contains('')",
            "request.skill.endsWith('')",
            "request.skill.matches('')",
            "size(facts.imports) == 2",
            "string(facts.files) == '2'");
    Expressions expressions = new Expressions();
    for (int set = 1; set < 1 << pieces.size(); set++) {
      StringBuilder all = new StringBuilder("facts.complete");
      for (int i = 0; i < pieces.size(); i++) {
        all.append((set >> i) % 2 == 1 ? " && " + pieces.get(i) : "");
      }
      assertThat(expressions.compile(all.toString()).holds(REQUEST)).as("%s", all).isTrue();
    }
    assertThat(faultOf("facts.size_bytes > 1 && dyn(1) == 1").message()).contains("'dyn'");
  }

  @Test
  void compile_dyn_isUnknown() {
    assertThat(faultOf("dyn(facts).foo == 1").message()).contains("undeclared reference to 'dyn'");
  }

  @Test
  void compile_objectsMade_isRefused() {
    assertThat(faultOf("portcullis.Indicator{line: 3}.line == 3").message())
        .isEqualTo("objects cannot be made, only read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "true",
        "1 == 2",
        "!(1 < 2)",
        "[1, 2].exists(x, x > 2)",
        "facts.complete && false",
        "1 / size(request.skill) == 1 || true",
        "request.action == 'cron.fire' && request.action == 'skill.invoke'",
        "request.source in ['api', 'cli', 'mcp', 'console', 'cron']",
        "'agent' in principal.roles || !('agent' in principal.roles)",
        "principal.roles == []",
        "request.action == 'cron.fire' && request.source == 'api'",
        "(1 < 2 ? request.source : 'api') == 'cron' && request.source != 'cron'"
      })
  void compile_sameForEveryRequest_isRefused(String expression) {
    assertThat(faultOf(expression).message()).isEqualTo("always the same, whatever the request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.action == 'skill.invoke'",
        "request.source == 'cli' || request.source in ['mcp']",
        "!('agent' in principal.roles)",
        "facts.complete && !(request.source == 'api')"
      })
  void compile_neverForWhatItsMatchLetsThrough_isRefused(String expression)
      throws InvalidExpressionException {
    Match agentsByApi =
        new Match(
            Set.of(Action.EXECUTION_CREATE),
            Set.of(Role.AGENT),
            Set.of(Source.API),
            Globs.ANY,
            Globs.ANY,
            Globs.ANY,
            Globs.ANY);
    assertThat(new Expressions().compile(expression)).isNotNull();
    if (expression.contains("agent")) {
      // Whoever else holds the role fits too, so this alone is no contradiction.
      assertThat(new Expressions().compile("'operator' in principal.roles", agentsByApi))
          .isNotNull();
    }
    InvalidExpressionException invalid =
        catchThrowableOfType(
            InvalidExpressionException.class,
            () -> new Expressions().compile(expression, agentsByApi));
    assertThat(invalid).hasMessage("never holds for a request that `match` lets through");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "facts.complete",
        "facts.size_bytes > 10 && facts.size_bytes < 5",
        "request.action == 'cron.fire' || facts.complete",
        "request.source == 'cron' ? facts.complete : true",
        "request.action == 'cron.fire' && request.source == 'cron'",
        "principal.roles == ['agent', 'operator']",
        "1 / size(request.skill) == 1 && true",
        "request.skill == request.profile",
        "facts.indicators.exists(i, i.id == 'fork' || i.family != 'mining')"
      })
  void compile_thatCouldBeEither_isAccepted(String expression) throws InvalidExpressionException {
    assertThat(new Expressions().compile(expression)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "facts.indicators.exists(i, i.id == \"sensitve-path\"); 36; indicator; sensitve-path",
        "facts.indicators.exists(i, \"sensitve-path\" == i.id); 28; indicator; sensitve-path",
        "facts.indicators.all(i, i.family in ['network', 'minning']); 49; of the family; minning",
        "request.action == 'execution.creat'; 19; action; execution.creat",
        "request.source != 'web'; 19; source; web",
        "'agnet' in principal.roles; 1; role; agnet"
      })
  void compile_wordThatDoesNotExist_isRefusedWhereItStands(
      String expression, int column, String what, String word) {
    InvalidExpressionException.Fault fault = faultOf(expression);
    assertThat(fault.message()).startsWith("no ").contains(what).endsWith("`" + word + "`");
    assertThat(fault.column()).isEqualTo(column);
    assertThat(fault.unknown().orElseThrow().word()).isEqualTo(word);
  }

  @Test
  void compile_unknownName_saysWhichThereAre() {
    assertThat(faultOf("fact.complete").unknown().orElseThrow().known())
        .contains("facts", "principal", "request", "matches", "exists", "size")
        .doesNotContain("dyn", "_&&_", "@in");
    assertThat(faultOf("request.skill.matchs('a')").unknown().orElseThrow().word())
        .isEqualTo("matchs");
    assertThat(faultOf("facts.sizebytes > 1").unknown().orElseThrow().known())
        .contains("size_bytes", "roles", "wall_ms");
  }

  @Test
  void compile_badRegex_isRefusedWhereItIs() {
    InvalidExpressionException.Fault fault = faultOf("facts.imports.exists(i, i.matches('a('))");
    assertThat(fault.message()).startsWith("not a regular expression of RE2");
    assertThat(fault.column()).isEqualTo(34);
  }

  @Test
  void compile_hugeRegex_isRefused() {
    assertThat(faultOf("request.skill.matches('(a{50}){50}')").message())
        .isEqualTo("the regular expression is larger than allowed");
  }

  @Test
  void compile_overItsBounds_isRefused() {
    assertThat(faultOf("'" + "a".repeat(5000) + "' == ''").message()).contains("4096");
    assertThat(faultOf("(".repeat(200) + "true" + ")".repeat(200)).message())
        .containsIgnoringCase("recursion");
    assertThat(faultOf("1 in [" + "1,".repeat(600) + "1]").message()).contains("500");
    assertThat(faultOf("facts.size_bytes" + " + 1".repeat(40) + " > 0").message())
        .contains("limit: 32");
    assertThat(faultOf("facts.imports.all(a, ".repeat(16) + "a != ''" + ")".repeat(16)).message())
        .isEqualTo("nested more than 32 deep");
  }

  @Test
  void compile_justWithinItsBounds_isAccepted() throws InvalidExpressionException {
    String around = "request.skill == ''";
    assertThat(
            new Expressions()
                .compile("request.skill == '" + "a".repeat(4096 - around.length()) + "'"))
        .isNotNull();
    assertThat(new Expressions().compile("facts.size_bytes in [" + "1,".repeat(490) + "1]"))
        .isNotNull();
    assertThat(new Expressions().compile("facts.size_bytes" + " + 1".repeat(29) + " > 0"))
        .isNotNull();
  }

  @Test
  void holds_regexThatIsTooLargeOnlyWhenItRuns_fails() throws InvalidExpressionException {
    Condition condition = new Expressions().compile("request.skill.matches(facts.imports[0])");
    Request hostile =
        Requests.python(
            Facts.of(
                new CodeFacts(
                    1, List.of(new Import("(a{50}){50}", "a", 1)), List.of(), List.of(), true)));
    assertThatExceptionOfType(ConditionFailedException.class)
        .isThrownBy(() -> condition.holds(hostile))
        .withMessageContaining("500");
  }

  private static InvalidExpressionException.Fault faultOf(String expression) {
    InvalidExpressionException invalid =
        catchThrowableOfType(
            InvalidExpressionException.class, () -> new Expressions().compile(expression));
    assertThat(invalid).as("`%s` is refused", expression).isNotNull();
    return invalid.faults().get(0);
  }

  private static Request asking(PartialLimits limits, Facts facts) {
    Request plain = Requests.python(facts);
    return new Request(
        plain.action(),
        plain.principal(),
        plain.source(),
        plain.language(),
        plain.profile(),
        plain.skill(),
        limits,
        facts,
        plain.time());
  }
}
