package dev.portcullis.governor.when;

import dev.portcullis.governor.facts.Indicator;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.scan.CodeScanner;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most common condition by far, {@code facts.indicators.exists(i, i.id == "...")} or the same
 * with {@code i.family}, evaluated without CEL: a policy that has no others starts without its
 * machinery. It means exactly what CEL makes of it, and cannot fail.
 */
record IndicatorCondition(boolean byFamily, String wanted) implements Condition {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*facts\\.indicators\\.exists\\(\\s*([a-z])\\s*,\\s*\\1\\.(id|family)\\s*==\\s*"
              + "(?:\"([a-z0-9-]+)\"|'([a-z0-9-]+)')\\s*\\)\\s*");

  /** Empty if {@code expression} is of another form, or names what the scan does not know. */
  static Optional<Condition> of(String expression) {
    Matcher matcher = FORM.matcher(expression);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean byFamily = "family".equals(matcher.group(2));
    String wanted = Optional.ofNullable(matcher.group(3)).orElseGet(() -> matcher.group(4));
    List<String> known = byFamily ? CodeScanner.indicatorFamilies() : CodeScanner.indicatorIds();
    // CEL's way says where a word is wrong.
    return known.contains(wanted)
        ? Optional.of(new IndicatorCondition(byFamily, wanted))
        : Optional.empty();
  }

  @Override
  public boolean holds(Request request) {
    for (Indicator indicator : request.facts().code().indicators()) {
      if ((byFamily ? indicator.family() : indicator.id()).equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
