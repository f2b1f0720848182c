package dev.portcullis.host.cli;

import dev.portcullis.client.GovernorConfig;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import dev.portcullis.client.ReplayReport;
import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.governor.replay.DecisionDiff;
import dev.portcullis.host.audit.journal.JournalReader;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.governance.PolicyArchive;
import dev.portcullis.host.rehearsal.JournalReplay;
import dev.portcullis.host.rehearsal.JournalReplay.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a policy on the decisions that a journal has: here, in copied files, or at the host. */
@Command(
    name = "replay",
    description = "Say what a policy would have decided otherwise of what the journal has.",
    footer = {
      "",
      "A file, or anything with --audit, is tried here, under the policy's own thresholds and",
      "without toggles; it needs no host. A digest alone is tried by the host, under the",
      "thresholds and toggles in force there."
    })
final class PolicyReplayCommand extends CliCommand {
  /** How many times smaller an archived segment is, roughly. */
  private static final int COMPRESSION = 8;

  @Parameters(
      paramLabel = "FILE|DIGEST",
      description = "The policy, or - to read it; or a policy the host keeps.")
  String candidate = "";

  @Option(names = "--from", paramLabel = "TIME", description = "Only decisions from then on.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only decisions before then.")
  @Nullable String to;

  @Option(
      names = "--audit",
      paramLabel = "DIR",
      description = "A journal's folder, such as a copy; otherwise the home's.")
  @Nullable Path audit;

  @Option(
      names = "--thresholds",
      arity = "2",
      paramLabel = "RISK",
      description = "The risk to warn from and the risk to block from, instead of the policy's.")
  int @Nullable [] thresholds;

  PolicyReplayCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    Span span = new Span(time("--from", from), time("--to", to));
    boolean isDigest = KeptPolicies.isDigest(candidate) && !Files.exists(Path.of(candidate));
    ReplayReport report =
        isDigest && audit == null && thresholds == null ? atTheHost() : here(isDigest, span);
    common.print(report, () -> ReplayText.lines(report).forEach(this::line));
    return ExitCode.OK;
  }

  private ReplayReport atTheHost()
      throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.client()) {
      return client.replay(new KeptPolicies(client).find(candidate), from, to);
    }
  }

  private ReplayReport here(boolean isDigest, Span span) throws Failure, IOException {
    Path journal = audit == null ? common.home().audit() : audit;
    if (!Files.isDirectory(journal)) {
      throw new Failure(ExitCode.USAGE, "there is no journal at `" + journal + "`", "");
    }
    Policy policy = policy(isDigest ? archived(journal) : document());
    Thresholds used = thresholds(policy);
    try (ProgressBar progress = new ProgressBar(terminal(), size(journal))) {
      DecisionDiff diff =
          JournalReplay.run(
              JournalReader.ofFiles(journal),
              new Governor(policy),
              new Settings(policy.mode(), used, 0, Set.of(), Set.of()),
              span,
              progress::at);
      return ReplayText.report(
          policy.digest().text(), new GovernorConfig.Thresholds(used.warn(), used.block()), diff);
    }
  }

  private byte[] document() throws Failure, IOException {
    return InputFile.readOrStdin(candidate, terminal());
  }

  private byte[] archived(Path journal) throws Failure, IOException {
    return new PolicyArchive(journal)
        .document(candidate)
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.USAGE,
                    "there is no policy `" + candidate + "` beside the journal",
                    "give the whole digest, or the policy's file"));
  }

  private Policy policy(byte[] document) throws Failure {
    try {
      return new PolicyReader().read(document);
    } catch (InvalidPolicyException invalid) {
      throw new Failure(
          ExitCode.FAILED,
          candidate + " is no policy: " + invalid.getMessage(),
          "`portcullis policy check` and `portcullis policy test` say more",
          invalid);
    }
  }

  private Thresholds thresholds(Policy policy) throws Failure {
    if (thresholds == null) {
      return policy.thresholds();
    }
    try {
      return new Thresholds(thresholds[0], thresholds[1]);
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, "--thresholds: " + wrong.getMessage(), "", wrong);
    }
  }

  /** About how many bytes there are to read. */
  private static long size(Path journal) throws IOException {
    long bytes = 0;
    for (SegmentFile segment : SegmentFile.list(journal)) {
      bytes += Files.size(segment.path()) * (segment.isArchived() ? COMPRESSION : 1);
    }
    return bytes;
  }

  private static Optional<Instant> time(String option, @Nullable String text) throws Failure {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException malformed) {
      throw new Failure(
          ExitCode.USAGE,
          option + ": `" + text + "` is not a time: write 2026-01-31T12:00:00Z",
          "",
          malformed);
    }
  }
}
