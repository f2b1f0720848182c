package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorChange;
import dev.portcullis.governor.limits.TextDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** For how long a change is made. */
final class Lasting {
  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "Only for so long, such as 30m or 2h; then it reverts by itself.")
  @Nullable String time;

  /** The same change, ending when it was said to. */
  GovernorChange limit(GovernorChange change) throws Failure {
    if (time == null) {
      return change;
    }
    try {
      Duration lasts = TextDuration.parse(time);
      return change.until(Instant.now().plus(lasts).truncatedTo(ChronoUnit.MILLIS).toString());
    } catch (IllegalArgumentException malformed) {
      throw new Failure(ExitCode.USAGE, "--for: " + malformed.getMessage(), "", malformed);
    }
  }
}
