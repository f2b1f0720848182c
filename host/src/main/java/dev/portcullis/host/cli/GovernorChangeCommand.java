package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorChange;
import dev.portcullis.client.GovernorConfig;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** Shows one part of the governor's configuration, or changes it for good or for a time. */
abstract class GovernorChangeCommand extends CliCommand {
  @Mixin final Lasting lasting = new Lasting();

  GovernorChangeCommand(Terminal terminal) {
    super(terminal);
  }

  /** What the command line asks for; empty if it only asks how things are. */
  abstract Optional<GovernorChange> change() throws Failure;

  /** The part in question, in words. */
  abstract String shown(GovernorConfig config);

  /** What has to be asked of the host before. */
  void prepare(PortcullisClient client)
      throws ProblemException, IOException, InterruptedException {}

  /** What comes before the part, where its words do not say what it is. */
  String subject() {
    return "";
  }

  @Override
  final int run() throws Failure, ProblemException, IOException, InterruptedException {
    Optional<GovernorChange> asked = change();
    if (asked.isEmpty() && lasting.time != null) {
      throw new Failure(ExitCode.USAGE, "--for says how long, not what: say what to change", "");
    }
    @Nullable GovernorChange change = asked.isEmpty() ? null : lasting.limit(asked.get());
    try (PortcullisClient client = common.client()) {
      prepare(client);
      GovernorConfig before = client.governorConfig();
      GovernorConfig now = change == null ? before : client.changeGovernor(change, tag(before));
      String was = shown(before);
      String is = shown(now);
      common.print(now, () -> line(subject() + (is.equals(was) ? is : is + " (was " + was + ")")));
      return ExitCode.OK;
    }
  }

  /** What a change of that configuration must name. */
  static String tag(GovernorConfig config) {
    return config.etag() == null ? "" : config.etag();
  }
}
