package dev.portcullis.governor.scan;

import dev.portcullis.governor.facts.Call;
import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Import;
import dev.portcullis.governor.facts.Indicator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a scan sees, within bounds; what goes beyond them is left out and said so. */
final class Findings {
  static final int MOST_IMPORTS = 256;
  static final int MOST_CALLS = 512;
  static final int MOST_OF_A_SIGN = 8;
  static final int LONGEST_NAME = 128;

  private final Map<String, Import> imports = new LinkedHashMap<>();
  private final Map<String, Call> calls = new LinkedHashMap<>();
  private final Map<Sign, List<Indicator>> indicators = new EnumMap<>(Sign.class);
  private boolean complete = true;

  void imported(String name, String module, int line) {
    if (imports.size() < MOST_IMPORTS) {
      String known = cut(name);
      imports.putIfAbsent(known, new Import(known, cut(module), line));
    } else {
      complete = false;
    }
  }

  void called(String name, int line) {
    if (calls.size() < MOST_CALLS) {
      String known = cut(name);
      calls.putIfAbsent(known, new Call(known, line));
    } else {
      complete = false;
    }
  }

  /** The first few lines with a sign say enough. */
  void saw(Sign sign, int line) {
    List<Indicator> seen = indicators.computeIfAbsent(sign, _ -> new ArrayList<>());
    boolean sameLine = !seen.isEmpty() && seen.getLast().line() == line;
    if (!sameLine && seen.size() < MOST_OF_A_SIGN) {
      seen.add(sign.at(line));
    }
  }

  boolean has(Sign sign) {
    return indicators.containsKey(sign);
  }

  void cutShort(int line) {
    complete = false;
    saw(Sign.NOT_SCANNED_WHOLE, line);
  }

  CodeFacts facts(long sizeBytes) {
    List<Indicator> all = new ArrayList<>();
    indicators.values().forEach(all::addAll);
    all.sort(Comparator.comparingInt(Indicator::line));
    return new CodeFacts(
        sizeBytes, List.copyOf(imports.values()), List.copyOf(calls.values()), all, complete);
  }

  private static String cut(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }
}
