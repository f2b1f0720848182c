package dev.portcullis.governor.facts;

import java.util.List;

/**
 * What a look at the code says, without running it. Holds no code.
 *
 * @param sizeBytes of all code files together
 * @param imports in the order they appear
 * @param calls in the order they first appear
 * @param indicators in the order they appear
 * @param complete whether all of it was looked at; false where a bound of the scan cut it short
 */
public record CodeFacts(
    long sizeBytes,
    List<Import> imports,
    List<Call> calls,
    List<Indicator> indicators,
    boolean complete) {
  /** No code at all. */
  public static final CodeFacts NONE = ofSize(0);

  public CodeFacts {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("a size is not negative: " + sizeBytes);
    }
    imports = List.copyOf(imports);
    calls = List.copyOf(calls);
    indicators = List.copyOf(indicators);
  }

  /** Code of which only the size is known. */
  public static CodeFacts ofSize(long sizeBytes) {
    return new CodeFacts(sizeBytes, List.of(), List.of(), List.of(), true);
  }
}
