package dev.portcullis.host.cli;

import dev.portcullis.host.Host;
import dev.portcullis.host.HostStartException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Runs a host in this process until it is told to stop. */
abstract class HostCommand extends CliCommand {
  private final Host.Kind kind;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where to listen instead of the configured port; 0 takes any free one.")
  @Nullable Integer port;

  HostCommand(Terminal terminal, Host.Kind kind) {
    super(terminal);
    this.kind = kind;
  }

  @Override
  int run() throws Failure, InterruptedException {
    if (port != null && (port < 0 || port > 65_535)) {
      throw new Failure(ExitCode.USAGE, "a port is 0 to 65535, not " + port, "");
    }
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook =
        Thread.ofPlatform()
            .name("stop")
            .unstarted(
                () -> {
                  told.countDown();
                  awaitQuietly(closed);
                });
    // Before the start: a host that is told to stop while it starts is closed, too.
    Runtime.getRuntime().addShutdownHook(hook);
    try (Host host = Host.start(common.home(), kind, Optional.ofNullable(port))) {
      common.print(Map.of("url", host.url()), () -> line("listening on " + host.url()));
      told.await();
    } catch (HostStartException failed) {
      throw new Failure(
          ExitCode.FAILED,
          "the host did not start: " + failed.getMessage(),
          "portcullis doctor looks at everything it needs",
          failed);
    } finally {
      closed.countDown();
    }
    return ExitCode.OK;
  }

  private static void awaitQuietly(CountDownLatch closed) {
    try {
      closed.await();
    } catch (InterruptedException late) {
      Thread.currentThread().interrupt();
    }
  }
}
