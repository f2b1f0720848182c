package dev.portcullis.host.sandbox;

import dev.portcullis.governor.limits.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A driver without an engine, for tests of what lies above. Its programs are lines of {@code out
 * TEXT}, {@code err TEXT}, {@code sleep MILLISECONDS}, {@code exit CODE}, {@code lose} (the runner)
 * and {@code unplug} (the engine).
 */
public final class FakeSandboxDriver implements SandboxDriver {
  private final Set<FakeSandbox> live = ConcurrentHashMap.newKeySet();
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger uids = new AtomicInteger(1000);
  private volatile @Nullable EngineUnavailableException away;
  private volatile @Nullable ReceiptDriftException drift;
  private volatile Duration creation = Duration.ZERO;
  private volatile boolean roomy = true;

  /** From now on the engine cannot be reached, with this message; {@code null} brings it back. */
  public void engineAway(@Nullable String message) {
    away = message == null ? null : new EngineUnavailableException(message);
  }

  /** From now on every receipt differs, with this message; {@code null} makes them right again. */
  public void drifting(@Nullable String message) {
    drift = message == null ? null : new ReceiptDriftException(message);
  }

  /** How long a sandbox takes to make. */
  public void creationTakes(Duration time) {
    creation = time;
  }

  /** From now on a standby uses too much memory for its limits to be lowered. */
  public void standbysAreLarge() {
    roomy = false;
  }

  /** How many were ever made. */
  public int created() {
    return created.get();
  }

  /** Those that were not closed. */
  public List<Sandbox> live() {
    return List.copyOf(live);
  }

  /** As if its runner ended while it waits. */
  public void kill(Sandbox sandbox) {
    ((FakeSandbox) sandbox).alive.set(false);
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Sandbox create(SandboxSpec spec)
      throws EngineUnavailableException, ReceiptDriftException, InterruptedException {
    Thread.sleep(creation);
    EngineUnavailableException unavailable = away;
    if (unavailable != null) {
      throw new EngineUnavailableException(String.valueOf(unavailable.getMessage()));
    }
    ReceiptDriftException drifted = drift;
    if (drifted != null) {
      throw new ReceiptDriftException(String.valueOf(drifted.getMessage()));
    }
    created.incrementAndGet();
    FakeSandbox sandbox = new FakeSandbox(spec, uids.incrementAndGet());
    live.add(sandbox);
    return sandbox;
  }

  @Override
  public List<PreflightCheck> preflight() {
    return List.of(
        away == null
            ? new PreflightCheck("engine", PreflightCheck.Status.PASS, "a fake", "")
            : new PreflightCheck("engine", PreflightCheck.Status.FAIL, "away", "bring it back"));
  }

  @Override
  public int sweep() {
    return 0;
  }

  @Override
  public void close() {
    live.forEach(FakeSandbox::close);
  }

  private final class FakeSandbox implements Sandbox {
    private final SandboxSpec spec;
    private final Receipt receipt;
    private final AtomicBoolean used = new AtomicBoolean();
    private final AtomicBoolean alive = new AtomicBoolean(true);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    FakeSandbox(SandboxSpec spec, int uid) {
      this.spec = spec;
      this.receipt =
          new Receipt(
              uid,
              "0000000000000000",
              "filter",
              true,
              List.of("lo"),
              "read-only",
              List.of("/workspace tmpfs", "/tmp tmpfs", "/dev/shm tmpfs"),
              "unavailable",
              Map.of("mount", "EPERM"));
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
    public boolean tighten(Limits limits) {
      return roomy || spec.standby().isEmpty() || limits.memory().equals(spec.limits().memory());
    }

    @Override
    public Outcome run(Program program, OutputSink sink)
        throws EngineUnavailableException, InterruptedException {
      if (!used.compareAndSet(false, true)) {
        throw new IllegalStateException("a sandbox runs one program");
      }
      long began = System.nanoTime();
      Exit exit = exit(program, sink);
      return new Outcome(
          exit,
          new Usage(Duration.ofNanos(System.nanoTime() - began), Duration.ZERO, 0),
          List.of());
    }

    private Exit exit(Program program, OutputSink sink)
        throws EngineUnavailableException, InterruptedException {
      long written = 0;
      for (String line : code(program).split("\n", -1)) {
        String[] words = line.strip().split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
          case "" -> {}
          case "out", "err" -> {
            Bytes bytes = Bytes.of((rest + "\n").getBytes(StandardCharsets.UTF_8));
            written += bytes.size();
            if (written > program.limits().output().bytes()) {
              return new Exit.Stopped(Exit.Reason.OUTPUT_LIMIT, 0, 9, "");
            }
            if (words[0].equals("out")) {
              sink.stdout(bytes);
            } else {
              sink.stderr(bytes);
            }
          }
          case "sleep" -> {
            Optional<Exit> ended = sleep(Long.parseLong(rest), program.limits().wall().toMillis());
            if (ended.isPresent()) {
              return ended.get();
            }
          }
          case "exit" -> {
            return new Exit.Exited(Integer.parseInt(rest));
          }
          case "lose" -> {
            return new Exit.Lost(Exit.Loss.RUNNER_LOST, "the runner went away");
          }
          case "unplug" -> throw new EngineUnavailableException("the engine went away");
          default -> {
            return new Exit.Exited(127);
          }
        }
      }
      return new Exit.Exited(0);
    }

    private Optional<Exit> sleep(long milliseconds, long wall) throws InterruptedException {
      if (cancelled.await(Math.min(milliseconds, wall), TimeUnit.MILLISECONDS)) {
        return Optional.of(new Exit.Stopped(Exit.Reason.CANCELLED, 0, 9, ""));
      }
      return milliseconds > wall
          ? Optional.of(new Exit.Stopped(Exit.Reason.TIMEOUT, 0, 9, ""))
          : Optional.empty();
    }

    private static String code(Program program) {
      List<String> code = new ArrayList<>();
      for (ProgramFile file : program.files()) {
        if (file.path().equals(program.entry())) {
          code.add(new String(file.content().toArray(), StandardCharsets.UTF_8));
        }
      }
      return String.join("\n", code);
    }

    @Override
    public void cancel() {
      cancelled.countDown();
    }

    @Override
    public boolean isAlive() {
      return alive.get();
    }

    @Override
    public void close() {
      cancelled.countDown();
      alive.set(false);
      live.remove(this);
    }
  }
}
