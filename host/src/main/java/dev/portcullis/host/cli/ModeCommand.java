package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorChange;
import dev.portcullis.client.GovernorConfig;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the governor's mode, or sets another. */
@Command(name = "mode", description = "Show the governor's mode, or set another.")
final class ModeCommand extends GovernorChangeCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "MODE",
      description = "off, audit_only, soft_block or hard_block.")
  @Nullable String mode;

  ModeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Optional<GovernorChange> change() {
    return Optional.ofNullable(mode).map(GovernorChange::mode);
  }

  @Override
  String shown(GovernorConfig config) {
    return ConfigText.mode(config);
  }
}
