package dev.portcullis.host.rehearsal;

import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.policy.Match;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Says which parts of a match do not fit a request, as {@link Match#matches} says whether. */
final class MatchFit {
  private MatchFit() {}

  static List<String> unfit(Match match, Request request) {
    List<String> parts = new ArrayList<>();
    add(parts, "actions", match.actions().isEmpty() || match.actions().contains(request.action()));
    add(
        parts,
        "roles",
        match.roles().isEmpty()
            || !Collections.disjoint(match.roles(), request.principal().roles()));
    add(parts, "sources", match.sources().isEmpty() || match.sources().contains(request.source()));
    add(parts, "principals", match.principals().match(request.principal().id()));
    add(parts, "languages", match.languages().match(request.language().orElse("")));
    add(parts, "profiles", match.profiles().match(request.profile().orElse("")));
    add(parts, "skills", match.skills().match(request.skill().orElse("")));
    return parts;
  }

  private static void add(List<String> parts, String part, boolean fits) {
    if (!fits) {
      parts.add(part);
    }
  }
}
