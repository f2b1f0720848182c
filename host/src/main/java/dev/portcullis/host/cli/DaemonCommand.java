package dev.portcullis.host.cli;

import dev.portcullis.host.Host;
import picocli.CommandLine.Command;

/** The host itself. */
@Command(name = "daemon", description = "Run the host until it is told to stop (SIGTERM).")
final class DaemonCommand extends HostCommand {
  DaemonCommand(Terminal terminal) {
    super(terminal, Host.Kind.DAEMON);
  }
}
