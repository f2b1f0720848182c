package dev.portcullis.host.http;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.execution.DecisionRecord;
import dev.portcullis.host.execution.Execution;
import dev.portcullis.host.execution.ExecutionId;
import dev.portcullis.host.execution.ExecutionResult;
import dev.portcullis.host.execution.ExecutionResult.Output;
import dev.portcullis.host.execution.ExecutionResult.SandboxUsed;
import dev.portcullis.host.execution.Refusal;
import dev.portcullis.host.quota.Standing;
import dev.portcullis.host.sandbox.Artifact;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Receipt;
import dev.portcullis.host.sandbox.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** An execution whose end the test decides. */
final class FakeExecution implements Execution {
  static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          new ByteSize(268_435_456),
          64,
          new ByteSize(1_048_576),
          new ByteSize(67_108_864));
  static final DecisionRecord DECISION =
      new DecisionRecord(
          "dec_01J00000000000000000000000",
          "allow",
          "allow",
          "soft_block",
          0,
          List.of("agents-run-code"),
          List.of(),
          "sha256:" + "a".repeat(64),
          7);
  static final SandboxUsed SANDBOX =
      new SandboxUsed(
          "docker",
          "python",
          "sha256:" + "b".repeat(64),
          new Receipt(
              20_417,
              "0000000000000000",
              "filter",
              true,
              List.of("lo"),
              "read-only",
              List.of("/workspace tmpfs", "/tmp tmpfs"),
              "unavailable",
              Map.of("mount", "EPERM")));

  final ExecutionId id = ExecutionId.create();
  final CompletableFuture<ExecutionResult> end = new CompletableFuture<>();
  private final Principal owner;
  volatile List<Standing> standings = List.of();

  FakeExecution(Principal owner) {
    this.owner = owner;
  }

  static ExecutionResult ended(Exit exit, byte[] stdout, Artifact... artifacts) {
    return new ExecutionResult(
        exit,
        new Output(Bytes.of(stdout), false),
        Output.NONE,
        List.of(artifacts),
        new Usage(Duration.ofMillis(3), Duration.ofMillis(2), 9_437_184),
        Duration.ofMillis(1),
        Optional.of(SANDBOX),
        Optional.empty());
  }

  static ExecutionResult printed(String text) {
    return ended(new Exit.Exited(0), text.getBytes(StandardCharsets.UTF_8));
  }

  static ExecutionResult refused(Refusal refusal) {
    return new ExecutionResult(
        new Exit.Lost(Exit.Loss.REFUSED, refusal.code().text()),
        Output.NONE,
        Output.NONE,
        List.of(),
        Usage.NONE,
        Duration.ofSeconds(1),
        Optional.empty(),
        Optional.of(refusal));
  }

  FakeExecution ending(ExecutionResult result) {
    end.complete(result);
    return this;
  }

  @Override
  public ExecutionId id() {
    return id;
  }

  @Override
  public Principal owner() {
    return owner;
  }

  @Override
  public Instant createdAt() {
    return Instant.parse("2026-01-02T03:04:05.678Z");
  }

  @Override
  public String language() {
    return "python";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public DecisionRecord decision() {
    return DECISION;
  }

  @Override
  public List<Standing> standings() {
    return standings;
  }

  @Override
  public String traceId() {
    return "0af7651916cd43dd8448eb211c80319c";
  }

  @Override
  public Status status() {
    return end.isDone() ? Status.FINISHED : Status.RUNNING;
  }

  @Override
  public Optional<ExecutionResult> result() {
    return Optional.ofNullable(end.getNow(null));
  }

  @Override
  public ExecutionResult await() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void cancel() {
    end.complete(ended(new Exit.Stopped(Exit.Reason.CANCELLED, 0, 9, ""), new byte[0]));
  }
}
