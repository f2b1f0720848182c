package dev.portcullis.host.cli;

import dev.portcullis.host.config.Home;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a home: configuration, policy, identity and the first two keys. */
@Command(
    name = "init",
    description = "Make a home: configuration, policy, the first keys. What is there stays.")
final class InitCommand extends CliCommand {
  private static final int DEFAULT_PORT = 8787;

  @Option(names = "--execution", description = "Let programs run; without it nothing does.")
  boolean execution;

  @Option(
      names = "--follow-policy",
      description = "Take over changes of policy.yaml while running.")
  boolean followPolicy;

  @Option(names = "--port", paramLabel = "N", description = "Where to listen (default: 8787).")
  @Nullable Integer port;

  @Option(names = "--engine", paramLabel = "URL", description = "The engine's Unix socket.")
  @Nullable String engine;

  InitCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, IOException {
    if (port != null && (port < 1 || port > 65_535)) {
      throw new Failure(ExitCode.USAGE, "a port is 1 to 65535, not " + port, "");
    }
    if (engine != null && !engine.matches("unix:///[^\"\\\\\\p{Cntrl}]+")) {
      throw new Failure(
          ExitCode.USAGE, "`" + engine + "` is not like unix:///var/run/docker.sock", "");
    }
    Home home = common.home();
    boolean isNew = !Files.exists(home.config());
    HomeSetup setup = new HomeSetup(home);
    setup.files(configuration());
    URI url = HomeSetup.url(home);
    if (!isNew && port != null && url.getPort() != port) {
      throw new Failure(
          ExitCode.HOME,
          home.config() + " has port " + url.getPort() + " already",
          "change it there, and the url in "
              + home.credentials()
              + " and "
              + home.agentCredentials());
    }
    setup.keys();
    common.print(
        Map.of("home", home.root().toString(), "url", url.toString(), "made", setup.made()),
        () -> {
          setup.made().forEach(file -> line("made  " + file));
          if (setup.made().isEmpty()) {
            line("The home at " + home.root() + " is complete; nothing was changed.");
          }
        });
    return ExitCode.OK;
  }

  private String configuration() {
    String text =
        """
        # What is not here has its default; docs/operations.md has them all.
        [http]
        address = "127.0.0.1"
        port = %d

        [execution]
        # Whether programs may run at all.
        enabled = %s

        [policy]
        # Whether a change of policy.yaml is taken over while the host runs.
        follow_file = %s
        """
            .formatted(port == null ? DEFAULT_PORT : port, execution, followPolicy);
    return engine == null ? text : text + "\n[sandbox]\nengine = \"" + engine + "\"\n";
  }
}
