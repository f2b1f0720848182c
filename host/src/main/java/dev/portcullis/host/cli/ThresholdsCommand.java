package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorChange;
import dev.portcullis.client.GovernorConfig;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows from which risk on requests are warned about and blocked, or sets that. */
@Command(
    name = "thresholds",
    description = "Show from which risk on the governor warns and blocks, or set both.")
final class ThresholdsCommand extends GovernorChangeCommand {
  @Parameters(
      arity = "0..2",
      paramLabel = "WARN BLOCK",
      hideParamSyntax = true,
      description = "Risks from 1 to 100, the first no higher than the second.")
  List<Integer> risks = List.of();

  ThresholdsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Optional<GovernorChange> change() throws Failure {
    if (risks.size() == 1) {
      throw new Failure(
          ExitCode.USAGE, "say both: the risk to warn from and the risk to block from", "");
    }
    return risks.isEmpty()
        ? Optional.empty()
        : Optional.of(GovernorChange.thresholds(risks.getFirst(), risks.getLast()));
  }

  @Override
  String shown(GovernorConfig config) {
    return ConfigText.thresholds(config);
  }
}
