package dev.portcullis.bench;

import com.cedarpolicy.model.policy.PolicySet;
import dev.portcullis.governor.scan.CodeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One policy in three languages: agents may run code, and all further rules forbid it to others,
 * one in ten under a condition on the size of the code. So many are about everybody, the rest about
 * one principal each.
 */
final class Policies {
  /** Rules that are about everybody, at most. */
  private static final int IN_SCOPE = 50;

  private Policies() {}

  static String portcullis(int rules) {
    StringBuilder document =
        new StringBuilder(
            """
            apiVersion: portcullis.dev/v1
            kind: Policy
            rules:
              - {id: agents-run-code, match: {actions: [execution.create], roles: [agent]}, effect: allow}
            """);
    for (int i = 1; i < rules; i++) {
      String match =
          i < IN_SCOPE
              ? "languages: [\"py*\", language-" + i + "]"
              : "principals: [other-" + i + "]";
      // Every rule of this scope has a condition or it would block; every tenth one's is CEL.
      String when =
          i % 10 == 0
              ? ", when: 'facts.size_bytes > " + (1_000_000 + i) + "'"
              : i < IN_SCOPE
                  ? ", when: 'facts.indicators.exists(i, i.id == \"" + indicator(i) + "\")'"
                  : "";
      document.append(
          "  - {id: rule-%d, match: {actions: [execution.create], %s}%s, effect: block}\n"
              .formatted(i, match, when));
    }
    return document.toString();
  }

  private static String indicator(int rule) {
    List<String> ids = CodeScanner.indicatorIds();
    return ids.get(rule % ids.size());
  }

  static PolicySet cedar(int rules) throws Exception {
    StringBuilder text =
        new StringBuilder("permit(principal, action == Action::\"create\", resource);\n");
    for (int i = 1; i < rules; i++) {
      String who = i < IN_SCOPE ? "principal" : "principal == User::\"other-" + i + "\"";
      String when =
          i % 10 == 0 || i < IN_SCOPE ? " when { context.size > %d }".formatted(1_000_000 + i) : "";
      text.append("forbid(%s, action == Action::\"create\", resource)%s;\n".formatted(who, when));
    }
    return PolicySet.parsePolicies(text.toString());
  }

  /**
   * Casbin's usual model: allow and deny, deny wins. Conditions are an expression of the policy.
   */
  static String casbinModel() {
    return """
    [request_definition]
    r = sub, act, size

    [policy_definition]
    p = sub, act, over, eft

    [policy_effect]
    e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

    [matchers]
    m = (p.sub == "*" || r.sub == p.sub) && r.act == p.act && r.size > p.over
    """;
  }

  /** Casbin's policies are text, so sizes are of eight digits and compared as text. */
  static List<List<String>> casbin(int rules) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("*", "create", size(0), "allow"));
    for (int i = 1; i < rules; i++) {
      String who = i < IN_SCOPE ? "*" : "other-" + i;
      boolean conditional = i % 10 == 0 || i < IN_SCOPE;
      lines.add(List.of(who, "create", size(conditional ? 1_000_000 + i : 0), "deny"));
    }
    return lines;
  }

  static String size(int bytes) {
    return String.format(Locale.ROOT, "%08d", bytes);
  }
}
