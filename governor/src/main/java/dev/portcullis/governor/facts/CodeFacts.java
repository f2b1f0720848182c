package dev.portcullis.governor.facts;

import java.util.List;
import java.util.stream.Stream;

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

  /** The most of each list that is kept when facts are added up. */
  private static final int MOST = 1024;

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

  /** What is known of this code and another's together, as of a program of several files. */
  public CodeFacts plus(CodeFacts other) {
    return new CodeFacts(
        Math.addExact(sizeBytes, other.sizeBytes),
        joined(imports, other.imports),
        joined(calls, other.calls),
        joined(indicators, other.indicators),
        complete
            && other.complete
            && imports.size() + other.imports.size() <= MOST
            && calls.size() + other.calls.size() <= MOST
            && indicators.size() + other.indicators.size() <= MOST);
  }

  private static <T> List<T> joined(List<T> one, List<T> other) {
    return Stream.concat(one.stream(), other.stream()).limit(MOST).toList();
  }
}
