package dev.portcullis.host.audit.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Makes summaries of one snapshot of the index. */
final class SummaryReader {
  /** Those that a summary shows. */
  private static final Set<Dimension> SHOWN =
      EnumSet.of(
          Dimension.DECISION,
          Dimension.ACTION,
          Dimension.PRINCIPAL,
          Dimension.SKILL,
          Dimension.RULE,
          Dimension.CAUSE);

  private static final int TOP_RISKS = 10;

  private final Jdbi jdbi;
  private final Terms terms;
  private final Tail tail;
  private final Search search;
  private final Tally tally;

  SummaryReader(Jdbi jdbi, Terms terms, Tail tail) {
    this.jdbi = jdbi;
    this.terms = terms;
    this.tail = tail;
    this.search = new Search(jdbi, terms, tail);
    this.tally = new Tally(jdbi, search, tail);
  }

  /** Empty if the database went on while it was asked: then the snapshot is an old one. */
  Optional<AuditSummary> summary(Optional<Instant> from, Optional<Instant> to, int top) {
    Span span = Span.of(from, to);
    Optional<Hours.Found> hours = new Hours(jdbi, terms, tally, tail).of(span);
    if (hours.isEmpty()) {
      return Optional.empty();
    }
    Set<Dimension> counted = EnumSet.copyOf(SHOWN);
    counted.add(Dimension.STAGE);
    counted.add(Dimension.RISK);
    Map<Dimension, Map<Integer, Long>> counts = tally.count(counted, span);
    Map<Dimension, AuditSummary.Counts> shown = new EnumMap<>(Dimension.class);
    for (Dimension dimension : SHOWN) {
      shown.put(dimension, top(counts.getOrDefault(dimension, Map.of()), top));
    }
    long records =
        counts.getOrDefault(Dimension.STAGE, Map.of()).values().stream()
            .mapToLong(Long::longValue)
            .sum();
    return Optional.of(
        new AuditSummary(
            records,
            shown,
            topRisks(counts.getOrDefault(Dimension.RISK, Map.of()), span),
            hours.get().list(),
            hours.get().cut()));
  }

  AuditSummary.Counts counts(
      Dimension dimension, Optional<Instant> from, Optional<Instant> to, int top) {
    return top(
        tally.count(EnumSet.of(dimension), Span.of(from, to)).getOrDefault(dimension, Map.of()),
        top);
  }

  private AuditSummary.Counts top(Map<Integer, Long> counts, int top) {
    List<Map.Entry<Integer, Long>> most =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(top)
            .toList();
    Map<Integer, String> values =
        terms.values(most.stream().map(Map.Entry::getKey).collect(Collectors.toSet()));
    return new AuditSummary.Counts(
        counts.size(),
        most.stream()
            .map(entry -> new AuditSummary.Count(value(values, entry.getKey()), entry.getValue()))
            .toList());
  }

  private static String value(Map<Integer, String> values, int term) {
    String value = values.get(term);
    if (value == null) {
      throw new UnfitIndexException("term " + term + " is not in the index");
    }
    return value;
  }

  private List<String> topRisks(Map<Integer, Long> risks, Span span) {
    List<Long> found = new ArrayList<>();
    Map<Integer, String> values = terms.values(risks.keySet());
    TreeMap<Integer, Integer> highestFirst = new TreeMap<>(Comparator.reverseOrder());
    risks.keySet().forEach(term -> highestFirst.put(Integer.parseInt(value(values, term)), term));
    for (Map.Entry<Integer, Integer> risk : highestFirst.entrySet()) {
      if (risk.getKey() == 0 || found.size() == TOP_RISKS) {
        break;
      }
      found.addAll(
          search.find(
              new Criteria(List.of(new int[] {risk.getValue()}), Optional.empty(), span),
              Long.MAX_VALUE,
              TOP_RISKS - found.size()));
    }
    return search.lines(found);
  }
}
