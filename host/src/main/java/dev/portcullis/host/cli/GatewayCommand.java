package dev.portcullis.host.cli;

import dev.portcullis.host.Host;
import picocli.CommandLine.Command;

/** Doors, governor and journal, and no engine. */
@Command(
    name = "gateway",
    description = "Run doors, governor and journal only: decides, runs nothing, needs no engine.")
final class GatewayCommand extends HostCommand {
  GatewayCommand(Terminal terminal) {
    super(terminal, Host.Kind.GATEWAY);
  }
}
