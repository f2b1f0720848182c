package dev.portcullis.host.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole. */
@Command(
    name = "portcullis",
    description = "Runs programs for AI agents behind a gate.",
    versionProvider = ShippedVersion.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "In a checkout ./portcullis also has up, down and test.",
      "Exit codes: 0 done, 1 not well, 2 wrong usage, 3 warnings, 4 no host, 5 denied, 6 refused,",
      "7 no usable home. See docs/operations.md; `run` ends as its program ends."
    })
final class Portcullis implements Runnable {
  @Spec CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec before it runs anything
  private Portcullis() {}

  /** Runs one command line and returns its exit code; ends no process. */
  static int execute(Terminal terminal, String... arguments) {
    return commandLine(terminal).execute(arguments);
  }

  private static CommandLine commandLine(Terminal terminal) {
    // After the program's name everything is the program's: `run a.py --help` asks a.py.
    CommandLine run = new CommandLine(new RunCommand(terminal)).setStopAtPositional(true);
    CommandLine line =
        new CommandLine(new Portcullis())
            .addSubcommand(new InitCommand(terminal))
            .addSubcommand(new DaemonCommand(terminal))
            .addSubcommand(new GatewayCommand(terminal))
            .addSubcommand(run)
            .addSubcommand(new HelloCommand(terminal))
            .addSubcommand(new StatusCommand(terminal))
            .addSubcommand(new DoctorCommand(terminal))
            .addSubcommand(new PreflightCommand(terminal))
            .addSubcommand(new ModeCommand(terminal))
            .addSubcommand(new ThresholdsCommand(terminal))
            .addSubcommand(new KillCommand(terminal))
            .addSubcommand(new ResumeCommand(terminal))
            .addSubcommand(
                group(
                    "key",
                    "Make, list, replace and end API keys.",
                    new KeyCreateCommand(terminal),
                    new KeyListCommand(terminal),
                    new KeyRotateCommand(terminal),
                    new KeyRevokeCommand(terminal)))
            .addSubcommand(
                group(
                    "policy",
                    "Check, try, keep and activate policies.",
                    new PolicyCheckCommand(terminal),
                    new PolicyTestCommand(terminal),
                    new PolicyExplainCommand(terminal),
                    new PolicyReplayCommand(terminal),
                    new PolicyListCommand(terminal),
                    new PolicyShowCommand(terminal),
                    new PolicyStoreCommand(terminal),
                    new PolicyActivateCommand(terminal),
                    new PolicyRollbackCommand(terminal)))
            .addSubcommand(toggles(terminal, ToggleCommand.Kind.RULE))
            .addSubcommand(toggles(terminal, ToggleCommand.Kind.LANGUAGE))
            .addSubcommand(toggles(terminal, ToggleCommand.Kind.SKILL))
            .addSubcommand(
                group(
                    "audit",
                    "Find what the journal says, follow it, keep it elsewhere, and prove it.",
                    new AuditQueryCommand(terminal),
                    new AuditTailCommand(terminal),
                    new AuditExportCommand(terminal),
                    new AuditVerifyCommand(terminal),
                    new AuditArchiveCommand(terminal),
                    new AuditReindexCommand(terminal)))
            .addSubcommand(new TrainCommand(terminal));
    addHelp(line);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((wrong, _) -> usage(wrong, terminal))
        .setExecutionExceptionHandler(
            (fault, _, _) -> {
              terminal.err().println("portcullis: this is a fault of Portcullis itself");
              fault.printStackTrace(terminal.err());
              return ExitCode.INTERNAL;
            });
  }

  private static CommandLine group(String name, String description, CliCommand... commands) {
    CommandLine group = new CommandLine(new CommandGroup()).setCommandName(name);
    group.getCommandSpec().usageMessage().description(description);
    for (CliCommand command : commands) {
      group.addSubcommand(command);
    }
    return group;
  }

  /** {@code rule disable NAME} and so on. */
  private static CommandLine toggles(Terminal terminal, ToggleCommand.Kind kind) {
    String what = kind.name().toLowerCase(Locale.ROOT);
    CommandLine group = group(what, "Switch a " + what + " off and on, for good or for a time.");
    group.addSubcommand(
        toggle(terminal, kind, "disable", "disabled", "Switch a " + what + " off."));
    if (kind == ToggleCommand.Kind.RULE) {
      group.addSubcommand(
          toggle(terminal, kind, "shadow", "shadow", "Evaluate a rule and do not enforce it."));
    }
    return group.addSubcommand(
        toggle(terminal, kind, "enable", "enabled", "Leave a " + what + " as it was made."));
  }

  private static CommandLine toggle(
      Terminal terminal, ToggleCommand.Kind kind, String name, String state, String description) {
    CommandLine command =
        new CommandLine(new ToggleCommand(terminal, kind, state)).setCommandName(name);
    command.getCommandSpec().usageMessage().description(description);
    return command;
  }

  private static void addHelp(CommandLine line) {
    for (CommandLine command : line.getSubcommands().values()) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
      addHelp(command);
    }
  }

  private static int usage(ParameterException wrong, Terminal terminal) {
    CommandLine command = wrong.getCommandLine();
    terminal.err().println("portcullis: " + wrong.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    terminal.err().println("  see `" + command.getCommandSpec().qualifiedName() + " --help`");
    return ExitCode.USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which command");
  }
}
