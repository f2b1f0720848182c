package dev.portcullis.host.audit.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A question in numbers.
 *
 * @param clauses a record must have one term of each
 * @param reference digest of an id that it must have
 * @param span when it was written
 */
record Criteria(List<int[]> clauses, Optional<Long> reference, Span span) {
  /** So many words may begin as a word to find does. */
  private static final int MOST_WORDS = 1_000;

  /** Empty if no record can have what is asked for. */
  static Optional<Criteria> of(RecordQuery query, Terms terms)
      throws AuditIndex.TooGeneralException {
    List<int[]> clauses = new ArrayList<>();
    for (Map.Entry<Dimension, String> filter : query.filters().entrySet()) {
      Optional<Integer> number = terms.find(new Term(filter.getKey(), filter.getValue()));
      if (number.isEmpty()) {
        return Optional.empty();
      }
      clauses.add(new int[] {number.get()});
    }
    if (query.leastRisk().isPresent() && query.leastRisk().getAsInt() > 0) {
      int least = query.leastRisk().getAsInt();
      clauses.add(
          numbers(
              terms.all(Dimension.RISK).entrySet().stream()
                  .filter(risk -> Integer.parseInt(risk.getKey()) >= least)
                  .map(Map.Entry::getValue)
                  .toList()));
    }
    for (String word : query.text().map(Words::of).orElse(Set.of())) {
      List<Integer> found = terms.beginning(Dimension.WORD, word, MOST_WORDS + 1);
      if (found.size() > MOST_WORDS) {
        throw new AuditIndex.TooGeneralException(
            "more than " + MOST_WORDS + " words begin with `" + word + "`: write more of it");
      }
      clauses.add(numbers(found));
    }
    Span span = Span.of(query.from(), query.to());
    boolean impossible = span.isEmpty() || clauses.stream().anyMatch(clause -> clause.length == 0);
    return impossible
        ? Optional.empty()
        : Optional.of(new Criteria(clauses, query.id().map(Reference::of), span));
  }

  private static int[] numbers(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  boolean matches(Entry entry) {
    return span.contains(entry.time())
        && (reference.isEmpty() || entry.hasReference(reference.get()))
        && clauses.stream().allMatch(entry::hasAnyTerm);
  }
}
