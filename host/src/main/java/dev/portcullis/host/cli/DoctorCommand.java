package dev.portcullis.host.cli;

import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import dev.portcullis.client.Report;
import dev.portcullis.host.config.HostConfig;
import dev.portcullis.host.config.HostConfigReader;
import dev.portcullis.host.config.InvalidConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Looks at everything a host needs, whether it runs or not, and says what to do about each. */
@Command(
    name = "doctor",
    description = "Look at everything a host needs, running or not, with a remedy for each fault.")
final class DoctorCommand extends CliCommand {
  DoctorCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws IOException, InterruptedException {
    List<Report.Check> checks = new ArrayList<>(new HomeChecks(common.home()).all());
    try {
      HostConfig config = HostConfigReader.read(common.home().config());
      checks.add(
          config.execution().enabled()
              ? Finding.pass("config", "valid")
              : Finding.warn(
                  "config",
                  "valid, but nothing may run",
                  "set enabled = true under [execution] in " + common.home().config()));
      checks.addAll(new MachineChecks(common.home(), config).all());
    } catch (InvalidConfigException invalid) {
      checks.add(
          Finding.fail(
              "config", String.valueOf(invalid.getMessage()), "correct " + common.home().config()));
    }
    checks.addAll(host());
    common.print(
        Map.of("status", Checks.worst(checks), "checks", checks),
        () -> Checks.print(terminal(), checks));
    return Checks.exitCode(checks);
  }

  /** What the running host says, its preflight included; one that does not run is a warning. */
  private List<Report.Check> host() throws InterruptedException {
    List<Report.Check> checks = new ArrayList<>();
    Credentials credentials;
    try {
      credentials = Credentials.ofCommandLine(terminal(), common.home());
    } catch (Failure none) {
      return List.of(Finding.fail("keys", String.valueOf(none.getMessage()), none.remedy()));
    }
    try (PortcullisClient client = new PortcullisClient(credentials.url(), credentials.key())) {
      checks.add(
          client.ready()
              ? Finding.pass("host", "ready at " + credentials.url())
              : Finding.fail(
                  "host", "not ready at " + credentials.url(), "the checks that fail say why"));
      for (Report.Check check : client.preflight().checks()) {
        checks.add(
            new Report.Check(
                "preflight." + check.name(), check.status(), check.detail(), check.remedy()));
      }
      checks.add(Finding.pass("keys", "the host knows the key of this command line"));
    } catch (ProblemException refused) {
      checks.add(
          Finding.fail(
              "keys",
              "the host refuses the key of this command line: " + refused.getMessage(),
              "portcullis key create admin --role admin --save makes another"));
    } catch (IOException down) {
      checks.add(
          Finding.warn(
              "host",
              "no answer at " + credentials.url(),
              "portcullis up, or portcullis daemon, starts it"));
    }
    return checks;
  }
}
