package dev.portcullis.host.audit.index;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the index takes from one record.
 *
 * @param terms each one once
 * @param references ids by which it is asked for
 */
record LineFacts(
    long seq,
    String hash,
    String prevHash,
    Instant time,
    List<Term> terms,
    List<String> references) {
  LineFacts {
    terms = List.copyOf(terms);
    references = List.copyOf(references);
  }

  /** What was enforced, for what has a decision. */
  Optional<String> decision() {
    return terms.stream()
        .filter(term -> term.dimension() == Dimension.DECISION)
        .map(Term::value)
        .findFirst();
  }
}
