package dev.portcullis.governor.document;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.policy.Glob;
import dev.portcullis.governor.policy.Globs;
import dev.portcullis.governor.policy.Match;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the {@code match} of a rule. */
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

  private MatchReader() {}

  static Optional<Match> read(YamlNode node, String path, Problems problems) {
    return Fields.of(node, path, KEYS, problems)
        .map(
            fields ->
                new Match(
                    fields.map("actions", Readings.setOf(ACTION)).orElse(Set.of()),
                    fields.map("roles", Readings.setOf(ROLE)).orElse(Set.of()),
                    fields.map("sources", Readings.setOf(SOURCE)).orElse(Set.of()),
                    globs(fields, "principals"),
                    globs(fields, "languages"),
                    globs(fields, "profiles"),
                    globs(fields, "skills")));
  }

  private static Globs globs(Fields fields, String name) {
    return fields
        .map(name, Readings.setOf(GLOB))
        .map(patterns -> new Globs(List.copyOf(patterns)))
        .orElse(Globs.ANY);
  }
}
