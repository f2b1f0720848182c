package dev.portcullis.host.execution;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Ending;
import dev.portcullis.host.audit.Ending.ArtifactDigest;
import dev.portcullis.host.audit.Ending.OutputDigest;
import dev.portcullis.host.audit.OwedRecords;
import dev.portcullis.host.audit.Reservation;
import dev.portcullis.host.audit.SandboxEvidence;
import dev.portcullis.host.execution.ExecutionResult.Output;
import dev.portcullis.host.sandbox.Artifact;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the end of an execution on disk, and only then tells whoever waits for it. An end that
 * cannot be recorded now is owed to the journal, and its caller gets no output: what left no record
 * was not answered.
 */
final class EndRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EndRecorder.class);

  private final OwedRecords owed;
  private final KeptExecutions kept;
  private final ExecutionMeters meters;
  private final String seccompSha256;

  EndRecorder(OwedRecords owed, KeptExecutions kept, ExecutionMeters meters, String seccompSha256) {
    this.owed = owed;
    this.kept = kept;
    this.meters = meters;
    this.seccompSha256 = seccompSha256;
  }

  void record(
      AdmittedExecution execution,
      Submission submission,
      ExecutionResult result,
      Reservation space) {
    ExecutionResult answer;
    try {
      answer = recorded(execution, finished(submission, result), result, space);
    } catch (RuntimeException bug) {
      // Nobody waits for ever for a record that cannot be written; the next start writes it.
      LOG.error("the end of {} met a bug of the host", execution.id(), bug);
      space.close();
      answer =
          ExecutionResult.withoutProgram(
              new Exit.Lost(Exit.Loss.HOST_LOST, "the host failed; its log says more"),
              result.queued());
    }
    meters.finished(submission.profile().name(), answer);
    execution.finish(answer);
    kept.finished(execution);
  }

  /** What may be told of it: the end itself where it is on disk, else that it is not. */
  private ExecutionResult recorded(
      AdmittedExecution execution,
      AuditRecord.Finished record,
      ExecutionResult result,
      Reservation space) {
    try {
      space.append(record);
      return result;
    } catch (AuditUnavailableException unavailable) {
      LOG.error("the end of {} is owed to the journal", execution.id(), unavailable);
      owed.add(record, space);
      return ExecutionResult.refused(Refusals.endNotRecorded(), result.queued());
    }
  }

  private AuditRecord.Finished finished(Submission submission, ExecutionResult result) {
    return new AuditRecord.Finished(
        submission.id().text(),
        submission.caller().principal(),
        Action.EXECUTION_CREATE,
        Optional.of(submission.language().name()),
        Optional.of(submission.profile().name()),
        result
            .sandbox()
            .map(
                used ->
                    new SandboxEvidence(
                        used.driver(),
                        used.imageId(),
                        seccompSha256,
                        submission.profile().runnerSha256(),
                        receipt(used.receipt()))),
        ending(result));
  }

  private static Ending ending(ExecutionResult result) {
    return new Ending(
        result.exit().cause(),
        code(result.exit()),
        signal(result.exit()),
        detail(result.exit()),
        result.refusal().map(refusal -> refusal.code().text()),
        result.usage().wall().toMillis(),
        result.usage().cpu().toMillis(),
        result.usage().peakMemoryBytes(),
        result.queued().toMillis(),
        digest(result, result.stdout()),
        digest(result, result.stderr()),
        artifacts(result.artifacts()));
  }

  private static OptionalInt code(Exit exit) {
    return switch (exit) {
      case Exit.Exited(int code) -> OptionalInt.of(code);
      case Exit.Stopped stopped when stopped.signal() == 0 -> OptionalInt.of(stopped.code());
      case Exit.Signaled _, Exit.Stopped _, Exit.Lost _ -> OptionalInt.empty();
    };
  }

  private static OptionalInt signal(Exit exit) {
    return switch (exit) {
      case Exit.Signaled(int signal) -> OptionalInt.of(signal);
      case Exit.Stopped stopped when stopped.signal() != 0 -> OptionalInt.of(stopped.signal());
      case Exit.Exited _, Exit.Stopped _, Exit.Lost _ -> OptionalInt.empty();
    };
  }

  private static Optional<String> detail(Exit exit) {
    return switch (exit) {
      case Exit.Exited _, Exit.Signaled _ -> Optional.empty();
      case Exit.Stopped stopped -> Optional.of(stopped.detail());
      case Exit.Lost lost -> Optional.of(lost.detail());
    };
  }

  /** What never ran wrote nothing, which is not the same as an empty output. */
  private static Optional<OutputDigest> digest(ExecutionResult result, Output output) {
    return result.sandbox().isEmpty()
        ? Optional.empty()
        : Optional.of(new OutputDigest(output.bytes().sha256(), output.bytes().size()));
  }

  private static List<ArtifactDigest> artifacts(List<Artifact> artifacts) {
    return artifacts.stream()
        .filter(Artifact.Taken.class::isInstance)
        .map(Artifact.Taken.class::cast)
        .map(
            taken ->
                new ArtifactDigest(taken.path(), taken.content().size(), taken.content().sha256()))
        .toList();
  }

  private static Map<String, Object> receipt(Receipt receipt) {
    return Map.of(
        "uid", (long) receipt.uid(),
        "capabilities", receipt.capabilities(),
        "seccomp", receipt.seccomp(),
        "no_new_privileges", receipt.noNewPrivileges(),
        "interfaces", receipt.interfaces(),
        "rootfs", receipt.rootfs(),
        "mounts", receipt.mounts(),
        "apparmor", receipt.apparmor(),
        "probes", Map.copyOf(receipt.probes()));
  }
}
