package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorChange;
import dev.portcullis.client.GovernorConfig;
import dev.portcullis.client.Language;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Switches one rule, language or skill: the command {@code disable}, {@code enable} or so. */
@Command
final class ToggleCommand extends GovernorChangeCommand {
  private final Kind kind;
  private String called = "";
  private final String state;

  @Parameters(paramLabel = "NAME", description = "Which one.")
  String name = "";

  /** What can be switched. */
  enum Kind {
    RULE("rules"),
    LANGUAGE("languages"),
    SKILL("skills");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }
  }

  ToggleCommand(Terminal terminal, Kind kind, String state) {
    super(terminal);
    this.kind = kind;
    this.state = state;
  }

  @Override
  Optional<GovernorChange> change() {
    return Optional.of(
        switch (kind) {
          case RULE -> GovernorChange.rule(name, state);
          case LANGUAGE -> GovernorChange.language(name, state);
          case SKILL -> GovernorChange.skill(name, state);
        });
  }

  /** The host knows a language by its own name, people by any. */
  @Override
  void prepare(PortcullisClient client) throws ProblemException, IOException, InterruptedException {
    called = name;
    if (kind == Kind.LANGUAGE) {
      for (Language language : client.languages().items()) {
        if (language.aliases().contains(name)) {
          called = language.language();
        }
      }
    }
  }

  @Override
  String subject() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + called + " is ";
  }

  @Override
  String shown(GovernorConfig config) {
    return ConfigText.toggle(config, kind.plural, called);
  }
}
