package dev.portcullis.host.sandbox.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Outcome;
import dev.portcullis.host.sandbox.OutputSink;
import dev.portcullis.host.sandbox.Program;
import dev.portcullis.host.sandbox.Receipt;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxSpec;
import dev.portcullis.host.sandbox.Usage;
import dev.portcullis.host.sandbox.runner.Conversation;
import dev.portcullis.host.sandbox.runner.RunnerLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One container with a runner that sent a receipt we agree with. */
final class DockerSandbox implements Sandbox {
  private static final Logger LOG = LoggerFactory.getLogger(DockerSandbox.class);

  /** The runner enforces the wall time; only a runner that does not is cut by the host. */
  private static final Duration KILL_GRACE = Duration.ofSeconds(2);

  /** For files and input on their way in, when nothing of the guest's runs yet. */
  private static final Duration DELIVERY = Duration.ofSeconds(10);

  private static final int SIGKILL = 9;

  private final SandboxSpec spec;
  private final Receipt receipt;
  private final String containerId;
  private final Engine engine;
  private final Deadlines deadlines;
  private final AttachedStream stream;
  private final Conversation conversation;
  private final Runnable remove;
  private final AtomicBoolean used = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
  private volatile boolean running;
  private volatile Limits limits;

  /** Why the host closed the stream while a program ran. */
  private enum Cut {
    WALL,
    DELIVERY,
    CANCELLED
  }

  DockerSandbox(
      SandboxSpec spec,
      Receipt receipt,
      String containerId,
      Engine engine,
      Deadlines deadlines,
      AttachedStream stream,
      Conversation conversation,
      Runnable remove) {
    this.spec = spec;
    this.receipt = receipt;
    this.containerId = containerId;
    this.engine = engine;
    this.deadlines = deadlines;
    this.stream = stream;
    this.conversation = conversation;
    this.remove = remove;
    this.limits = spec.limits();
  }

  @Override
  public SandboxSpec spec() {
    return spec;
  }

  @Override
  public Receipt receipt() {
    return receipt;
  }

  @Override
  public boolean tighten(Limits lower) throws EngineUnavailableException, InterruptedException {
    Limits current = limits;
    boolean memory = lower.memory().compareTo(current.memory()) < 0;
    boolean pids = lower.pids() < current.pids();
    if (!memory && !pids) {
      return true;
    }
    long bytes = ContainerPlan.memoryBytes(spec.profile(), lower);
    try {
      engine.call(
          "lower the container's limits",
          client -> {
            var update = client.updateContainerCmd(containerId);
            if (memory) {
              update.withMemory(bytes).withMemorySwap(bytes);
            }
            if (pids) {
              update.withPidsLimit(ContainerPlan.pids(lower));
            }
            return update.exec();
          });
    } catch (NotFoundException gone) {
      throw new EngineUnavailableException("the container is gone", gone);
    } catch (EngineUnavailableException refused) {
      // The kernel refuses a limit below what is in use; an engine that is away fails again below.
      if (isRunning()) {
        return false;
      }
      throw refused;
    }
    limits = lower;
    return true;
  }

  @Override
  public Outcome run(Program program, OutputSink sink)
      throws EngineUnavailableException, InterruptedException {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException("a sandbox runs one program");
    }
    requireWithin(program.limits());
    if (closed.get()) {
      return new Outcome(stopped(Exit.Reason.CANCELLED), Usage.NONE, List.of());
    }
    if (!tighten(program.limits())) {
      throw new EngineUnavailableException(
          "the sandbox already uses more than the program may; it needs one without a standby");
    }
    long began = System.nanoTime();
    running = true;
    try {
      return converse(program, sink);
    } catch (RunnerLostException lost) {
      return ended(String.valueOf(lost.getMessage()), began);
    } catch (IOException broken) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while a program ran");
      }
      return ended("the connection to the runner broke: " + broken.getMessage(), began);
    } finally {
      running = false;
    }
  }

  private Outcome converse(Program program, OutputSink sink)
      throws RunnerLostException, IOException {
    try (Deadlines.Deadline _ = deadlines.arm(DELIVERY, () -> cut(Cut.DELIVERY))) {
      conversation.deliver(program);
    }
    Duration longest = program.limits().wall().plus(KILL_GRACE);
    try (Deadlines.Deadline _ = deadlines.arm(longest, () -> cut(Cut.WALL))) {
      boolean standby =
          spec.standby()
              .filter(language -> !language.standby().isEmpty())
              .filter(language -> language.name().equals(program.language().name()))
              .isPresent();
      if (!conversation.start(program, standby)) {
        return new Outcome(stopped(Exit.Reason.CANCELLED), Usage.NONE, List.of());
      }
      return conversation.follow(program, sink);
    }
  }

  /** Why nothing more came: the host itself cut the stream, or the runner or the engine is gone. */
  private Outcome ended(String message, long began)
      throws EngineUnavailableException, InterruptedException {
    // What no runner answers for is ended now: its removal may stand back a while.
    stream.close();
    Usage usage = new Usage(Duration.ofNanos(System.nanoTime() - began), Duration.ZERO, 0);
    Exit exit =
        switch (cut.get()) {
          case WALL -> stopped(Exit.Reason.TIMEOUT);
          case CANCELLED -> stopped(Exit.Reason.CANCELLED);
          case DELIVERY ->
              new Exit.Lost(Exit.Loss.RUNNER_LOST, "the runner did not take the program in time");
          case null -> {
            // Asks the engine: where it does not answer, it is the engine that was lost.
            String state = isRunning() ? "" : "; its container has ended";
            yield new Exit.Lost(Exit.Loss.RUNNER_LOST, message + state);
          }
        };
    LOG.info("sandbox {} ended: {}", containerId, exit);
    return new Outcome(exit, usage, List.of());
  }

  private boolean isRunning() throws EngineUnavailableException, InterruptedException {
    try {
      return Boolean.TRUE.equals(
          engine
              .call(
                  "inspect the container", client -> client.inspectContainerCmd(containerId).exec())
              .getState()
              .getRunning());
    } catch (NotFoundException gone) {
      return false;
    }
  }

  private static Exit stopped(Exit.Reason reason) {
    return new Exit.Stopped(reason, 0, SIGKILL, "killed by the host");
  }

  private void requireWithin(Limits asked) {
    Limits ceiling = spec.limits();
    if (asked.memory().compareTo(ceiling.memory()) > 0
        || asked.pids() > ceiling.pids()
        || asked.workspace().compareTo(ceiling.workspace()) > 0) {
      throw new IllegalArgumentException("the program's limits are higher than the sandbox's");
    }
  }

  @Override
  public void cancel() {
    if (!cancelled.compareAndSet(false, true)) {
      return;
    }
    // The runner answers a cancel with its exit; one that does not is cut.
    Deadlines.Deadline unanswered = deadlines.arm(KILL_GRACE, () -> cut(Cut.CANCELLED));
    try {
      conversation.cancel();
    } catch (IOException alreadyGone) {
      unanswered.close();
      cut(Cut.CANCELLED);
    }
  }

  private void cut(Cut why) {
    if (running) {
      cut.compareAndSet(null, why);
      stream.close();
    }
  }

  @Override
  public boolean isAlive() {
    return !closed.get() && (running || stream.isQuiet());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // Also where a program is only about to run: whoever runs it is told why it cannot.
    cut.compareAndSet(null, Cut.CANCELLED);
    stream.close();
    remove.run();
  }
}
