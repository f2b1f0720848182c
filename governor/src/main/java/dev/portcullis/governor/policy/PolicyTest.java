package dev.portcullis.governor.policy;

import dev.portcullis.governor.facts.Request;
import java.util.Optional;
import java.util.Set;

/**
 * A test that a policy carries along: for {@code request} it computes {@code decision}.
 *
 * @param line of the test in the document, from 1
 * @param column of the test in the document, from 1
 * @param rules the rules that determine the decision, no more and no fewer, where the test says so
 * @param risk the exact risk, where the test says so
 * @param countedBy the rules in whose rates and quotas it counts, where the test says so
 */
public record PolicyTest(
    String name,
    int line,
    int column,
    Request request,
    Effect decision,
    Optional<Set<RuleId>> rules,
    Optional<Risk> risk,
    Optional<Set<RuleId>> countedBy) {
  public PolicyTest {
    rules = rules.map(Set::copyOf);
    countedBy = countedBy.map(Set::copyOf);
  }
}
