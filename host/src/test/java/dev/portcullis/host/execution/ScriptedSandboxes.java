package dev.portcullis.host.execution;

import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.Outcome;
import dev.portcullis.host.sandbox.OutputSink;
import dev.portcullis.host.sandbox.Program;
import dev.portcullis.host.sandbox.Receipt;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxSpec;
import dev.portcullis.host.sandbox.Sandboxes;
import dev.portcullis.host.sandbox.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sandboxes that do what a test says, in memory; counts what was started and not closed. */
final class ScriptedSandboxes implements Sandboxes {
  final AtomicInteger started = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  volatile Leasing leasing = () -> new Lease.Granted(new Scripted());
  volatile Running running = ScriptedSandboxes::printsHello;

  interface Leasing {
    Lease lease() throws EngineUnavailableException, ReceiptDriftException, InterruptedException;
  }

  interface Running {
    Outcome run(Program program, OutputSink sink, CountDownLatch cancelled)
        throws EngineUnavailableException, InterruptedException;
  }

  static Outcome printsHello(Program program, OutputSink sink, CountDownLatch cancelled) {
    sink.stdout(Bytes.of(new byte[] {'h', 'i', '\n'}));
    return ended(new Exit.Exited(0));
  }

  /** Runs until it is cancelled. */
  static Outcome waitsForCancel(Program program, OutputSink sink, CountDownLatch cancelled)
      throws InterruptedException {
    if (!cancelled.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody cancelled");
    }
    return ended(new Exit.Stopped(Exit.Reason.CANCELLED, 0, 9, "cancelled"));
  }

  static Outcome ended(Exit exit) {
    return new Outcome(exit, new Usage(Duration.ofMillis(3), Duration.ofMillis(2), 9), List.of());
  }

  /** Returns once every sandbox is closed, which happens after the answer. */
  void awaitNoneOpen() throws InterruptedException {
    while (open.get() > 0) {
      Thread.sleep(2);
    }
  }

  Lease granted() {
    return new Lease.Granted(new Scripted());
  }

  @Override
  public String driverName() {
    return "scripted";
  }

  @Override
  public Lease lease(SandboxSpec spec, String principal, Duration patience)
      throws EngineUnavailableException, ReceiptDriftException, InterruptedException {
    return leasing.lease();
  }

  private final class Scripted implements Sandbox {
    private final CountDownLatch cancelled = new CountDownLatch(1);

    Scripted() {
      open.incrementAndGet();
    }

    @Override
    public SandboxSpec spec() {
      throw new UnsupportedOperationException("nobody asks a leased sandbox what it is for");
    }

    @Override
    public Receipt receipt() {
      return new Receipt(
          20417,
          "0000000000000000",
          "filter",
          true,
          List.of("lo"),
          "read-only",
          List.of("/workspace tmpfs", "/tmp tmpfs"),
          "unavailable",
          Map.of());
    }

    @Override
    public Outcome run(Program program, OutputSink sink)
        throws EngineUnavailableException, InterruptedException {
      started.incrementAndGet();
      return running.run(program, sink, cancelled);
    }

    @Override
    public boolean tighten(Limits lower) {
      throw new UnsupportedOperationException("a leased sandbox has its limits already");
    }

    @Override
    public void cancel() {
      cancelled.countDown();
    }

    @Override
    public boolean isAlive() {
      return true;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
