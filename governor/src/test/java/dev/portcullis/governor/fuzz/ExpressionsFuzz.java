package dev.portcullis.governor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.Requests;
import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Import;
import dev.portcullis.governor.facts.Indicator;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.policy.ConditionFailedException;
import dev.portcullis.governor.when.Expressions;
import dev.portcullis.governor.when.InvalidExpressionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ExpressionsFuzz {
  private static final Request REQUEST =
      Requests.python(
          Facts.of(
              new CodeFacts(
                  1,
                  List.of(new Import("a".repeat(128), "a", 1), new Import("b.c", "b", 2)),
                  List.of(),
                  List.of(new Indicator("fork", "resource", 1)),
                  true)));
  private static final List<byte[]> SEEDS =
      Stream.of(
              "facts.indicators.exists(i, i.id == 'fork' && i.line > 0)",
              "facts.imports.all(m, m.matches('^(a+)+$')) || request.time.getHours('UTC') < 9",
              "has(request.limits.wall_ms) ? request.limits.wall_ms / 0 > 1 : true",
              "principal.roles.exists_one(r, r in ['agent', 'admin'])",
              "facts.imports.map(m, m + m).filter(m, size(m) > 3).size() == 1",
              "request.action in ['cron.fire', 'skill.invoke'] && 'agent' in principal.roles",
              "request.skill.matches(facts.imports[0]) && request.source != 'api'")
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .toList();
  private static final List<String> PIECES =
      List.of(
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "!",
          "-",
          "facts.imports.all(m, ",
          "facts.imports[",
          "'",
          "\"",
          "r'''",
          "b'",
          "\\",
          " && ",
          " || ",
          " ? ",
          " : ",
          "in",
          ".map(x, x)",
          ".matches('",
          "(a*)*",
          "9223372036854775807",
          "1u",
          "0.1e9",
          "duration('1s')",
          "timestamp('",
          "type(",
          "string(",
          "true",
          "request.action == '",
          "principal.roles",
          "request.source in [",
          "\ud83d",
          "\\ud800",
          "null",
          "//");

  @Test
  void compile_anyText_isAConditionOrSaysWhatIsWrong() {
    Mutations.feed(
        SEEDS,
        PIECES,
        text -> {
          try {
            boolean holds =
                new Expressions().compile(new String(text, StandardCharsets.UTF_8)).holds(REQUEST);
            assertThat(holds).isIn(true, false);
          } catch (InvalidExpressionException invalid) {
            assertThat(invalid.faults())
                .isNotEmpty()
                .allMatch(fault -> fault.line() >= 1 && fault.column() >= 1);
          } catch (ConditionFailedException failed) {
            assertThat(failed.getMessage()).isNotBlank();
          }
        });
  }
}
