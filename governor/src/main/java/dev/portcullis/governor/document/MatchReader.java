package dev.portcullis.governor.document;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.policy.Glob;
import dev.portcullis.governor.policy.Globs;
import dev.portcullis.governor.policy.Match;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the {@code match} of a rule, and refuses one that no request can fit. */
final class MatchReader {
  private static final List<String> KEYS =
      List.of("actions", "roles", "principals", "sources", "languages", "profiles", "skills");

  static final Fields.Reading<Action> ACTION =
      Readings.choice(Action::of, Stream.of(Action.values()).map(Action::text).toList());
  static final Fields.Reading<Role> ROLE =
      Readings.choice(Role::of, Stream.of(Role.values()).map(Role::text).toList());
  static final Fields.Reading<Source> SOURCE =
      Readings.choice(Source::of, Stream.of(Source.values()).map(Source::text).toList());
  private static final Fields.Reading<Glob> GLOB =
      (node, path, problems) ->
          Readings.shortText(Glob.MAX_LENGTH).read(node, path, problems).map(Glob::new);

  /** What the resolved name of a language or a profile is made of. */
  private static final Pattern RESOLVED = Pattern.compile("[a-z0-9.+#_*-]+");

  private final Map<String, String> aliases;

  /**
   * Makes a reader.
   *
   * @param aliases of languages, each with the name that rules see instead
   */
  MatchReader(Map<String, String> aliases) {
    this.aliases = Map.copyOf(aliases);
  }

  Optional<Match> read(YamlNode node, String path, Problems problems) {
    int before = problems.count();
    Optional<Match> match =
        Fields.of(node, path, KEYS, problems)
            .map(
                fields ->
                    new Match(
                        fields.map("actions", Readings.setOf(ACTION)).orElse(Set.of()),
                        fields.map("roles", Readings.setOf(ROLE)).orElse(Set.of()),
                        fields.map("sources", Readings.setOf(SOURCE)).orElse(Set.of()),
                        globs(fields, "principals", GLOB),
                        globs(fields, "languages", this::language),
                        globs(fields, "profiles", MatchReader::profile),
                        globs(fields, "skills", GLOB)));
    if (problems.count() == before) {
      match.ifPresent(read -> refuseUnreachable(read, node, path, problems));
    }
    return match;
  }

  private static void refuseUnreachable(
      Match match, YamlNode node, String path, Problems problems) {
    if (!match.actions().isEmpty() && match.actions().stream().noneMatch(a -> fits(a, match))) {
      boolean byDoor = match.actions().stream().noneMatch(a -> fitsSources(a, match));
      problems.add(
          node,
          path,
          byDoor
              ? "no request can fit: `cron.fire` comes from the source `cron` alone"
              : "no request can fit: `session.create` names no skill");
    }
  }

  private static boolean fits(Action action, Match match) {
    return fitsSources(action, match) && (action.mayNameASkill() || match.skills().match(""));
  }

  private static boolean fitsSources(Action action, Match match) {
    return match.sources().isEmpty() || match.sources().stream().anyMatch(action::comesFrom);
  }

  private Optional<Glob> language(YamlNode node, String path, Problems problems) {
    Optional<Glob> glob = resolved(node, path, problems, "language");
    @Nullable String name = glob.map(Glob::pattern).map(aliases::get).orElse(null);
    if (name != null) {
      problems.add(
          node,
          path,
          "`%s` is an alias, and rules see the language's name, did you mean `%s`?"
              .formatted(glob.orElseThrow().pattern(), name));
    }
    return glob;
  }

  private static Optional<Glob> profile(YamlNode node, String path, Problems problems) {
    return resolved(node, path, problems, "profile");
  }

  private static Optional<Glob> resolved(
      YamlNode node, String path, Problems problems, String what) {
    Optional<Glob> glob = GLOB.read(node, path, problems);
    if (glob.isPresent() && !RESOLVED.matcher(glob.get().pattern()).matches()) {
      String pattern = glob.get().pattern();
      String lower = pattern.toLowerCase(Locale.ROOT);
      problems.add(
          node,
          path,
          "no %s can have a name like `%s`".formatted(what, pattern)
              + (RESOLVED.matcher(lower).matches() ? ", did you mean `" + lower + "`?" : ""));
      return Optional.empty();
    }
    return glob;
  }

  private static Globs globs(Fields fields, String name, Fields.Reading<Glob> glob) {
    return fields
        .map(name, Readings.setOf(glob))
        .map(patterns -> new Globs(List.copyOf(patterns)))
        .orElse(Globs.ANY);
  }
}
