package dev.portcullis.governor.scan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads tokens of Python and JavaScript: names joined by dots, resolved through what was imported
 * under which name, and what they are signs of. Goes through the tokens once; looks ahead a fixed
 * number of them.
 */
abstract class CodeReading {
  /** How far the arguments of a call are looked into. */
  private static final int LOOK_AHEAD = 64;

  /** How many calls are looked into; a program with more has shown what it is. */
  private static final int MOST_LOOKS = 1_000;

  private static final int MOST_PARTS = 8;
  private static final int MOST_ALIASES = 1_000;

  final Tokens tokens;
  final Findings findings;
  final Texts texts;
  private final KnownNames modules;
  private final KnownNames names;
  private final Map<String, String> aliases = new HashMap<>();
  private boolean decodes;
  private int evaluatesAt;
  private int looks;

  CodeReading(Tokens tokens, Findings findings, KnownNames modules, KnownNames names) {
    this.tokens = tokens;
    this.findings = findings;
    this.texts = new Texts(tokens.source(), findings);
    this.modules = modules;
    this.names = names;
  }

  /** Names joined by dots, and where the token after them is. */
  record Chain(String name, int after) {}

  /** Reads what begins with the name at {@code at}; returns where to go on. */
  abstract int name(int at);

  final void read() {
    int at = 0;
    while (at < tokens.size()) {
      switch (tokens.kind(at)) {
        case NAME -> at = Math.max(at + 1, name(at));
        case STRING -> {
          texts.look(tokens.start(at), tokens.end(at), tokens.line(at));
          at++;
        }
        case NUMBER -> {
          if (multiplies(at) && isHuge(at)) {
            findings.saw(Sign.HUGE_ALLOCATION, tokens.line(at));
          }
          at++;
        }
        case PUNCTUATION, NEWLINE, OPEN, CLOSE -> at++;
      }
    }
    if (decodes && evaluatesAt > 0) {
      findings.saw(Sign.DECODES_AND_EVALUATES, evaluatesAt);
    }
  }

  final void imported(String name, String module, int line) {
    findings.imported(name, module, line);
    modules.signOf(name).ifPresent(sign -> findings.saw(sign, line));
  }

  final void alias(String name, String meaning) {
    if (aliases.size() < MOST_ALIASES && meaning.length() <= Findings.LONGEST_NAME) {
      aliases.put(name, meaning);
    }
  }

  final Chain chain(int at) {
    StringBuilder name = new StringBuilder(tokens.text(at, Findings.LONGEST_NAME));
    int after = at + 1;
    int parts = 1;
    while (tokens.is(dot(after), '.') && tokens.is(dot(after) + 1, Tokens.Kind.NAME)) {
      if (parts++ < MOST_PARTS) {
        name.append('.').append(tokens.text(dot(after) + 1, Findings.LONGEST_NAME));
      }
      after = dot(after) + 2;
    }
    return new Chain(resolved(name.toString()), after);
  }

  /** What a use of that name means; {@code at} is where it stands. */
  final void used(Chain chain, int at) {
    boolean called = tokens.is(chain.after(), '(');
    int line = tokens.line(at);
    if (called) {
      findings.called(chain.name(), line);
      decodes |= names.isDecoder(chain.name());
      if (names.signOf(chain.name()).filter(s -> s == Sign.HUGE_ALLOCATION).isPresent()) {
        if (isHuge(chain.after() + 1)) {
          findings.saw(Sign.HUGE_ALLOCATION, line);
        }
        return;
      }
    }
    // A dotted name says enough by being there; a bare one may be anything until it is called.
    if (called || chain.name().indexOf('.') > 0) {
      names.signOf(chain.name()).ifPresent(sign -> means(sign, chain, line, called));
    }
  }

  private void means(Sign sign, Chain chain, int line, boolean called) {
    if (sign == Sign.HUGE_ALLOCATION) {
      return;
    }
    findings.saw(sign, line);
    boolean runs = sign == Sign.DYNAMIC_EVALUATION || sign == Sign.PROCESS_SPAWN;
    if (sign == Sign.DYNAMIC_EVALUATION && evaluatesAt == 0) {
      evaluatesAt = line;
    }
    if (called && runs && looks++ < MOST_LOOKS && decodesInside(chain.after())) {
      findings.saw(Sign.DECODE_THEN_RUN, line);
    }
  }

  private boolean decodesInside(int parenthesis) {
    int depth = 0;
    for (int i = parenthesis; i < Math.min(tokens.size(), parenthesis + LOOK_AHEAD); i++) {
      depth += tokens.is(i, '(') ? 1 : tokens.is(i, ')') ? -1 : 0;
      if (depth == 0) {
        return false;
      }
      boolean starts = tokens.is(i, Tokens.Kind.NAME) && !tokens.is(i - 1, '.');
      if (starts && names.isDecoder(chain(i).name())) {
        return true;
      }
    }
    return false;
  }

  private String resolved(String name) {
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    String meaning = Optional.ofNullable(aliases.get(first)).orElse(first);
    return dot < 0 ? meaning : meaning + name.substring(dot);
  }

  /** Skips the question mark of {@code ?.}. */
  private int dot(int at) {
    return tokens.is(at, '?') && tokens.is(at + 1, '.') ? at + 1 : at;
  }

  private boolean multiplies(int at) {
    return tokens.is(at - 1, '*')
        && (tokens.is(at - 2, Tokens.Kind.STRING) || tokens.is(at - 2, ']'));
  }

  /** A hundred million or more, as far as a look at the digits tells. */
  private boolean isHuge(int at) {
    if (!tokens.is(at, Tokens.Kind.NUMBER)) {
      return false;
    }
    if (tokens.is(at + 1, '*') && tokens.is(at + 2, '*')) {
      return true;
    }
    String digits = tokens.text(at, 64).replace("_", "");
    int exponent =
        digits.startsWith("0x") ? -1 : Math.max(digits.indexOf('e'), digits.indexOf('E'));
    if (exponent > 0) {
      return digits.length() - exponent > 2 || digits.charAt(digits.length() - 1) >= '8';
    }
    return digits.length() >= 9;
  }
}
