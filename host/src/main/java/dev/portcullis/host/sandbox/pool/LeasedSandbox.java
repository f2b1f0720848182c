package dev.portcullis.host.sandbox.pool;

import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.Outcome;
import dev.portcullis.host.sandbox.OutputSink;
import dev.portcullis.host.sandbox.Program;
import dev.portcullis.host.sandbox.Receipt;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxSpec;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A sandbox in the hands of its caller. Closing it returns at once: its removal takes longer than
 * most programs run, and is the pool's to wait for.
 */
final class LeasedSandbox implements Sandbox {
  private final Sandbox sandbox;
  private final Consumer<LeasedSandbox> returned;
  private final AtomicBoolean closed = new AtomicBoolean();

  LeasedSandbox(Sandbox sandbox, Consumer<LeasedSandbox> returned) {
    this.sandbox = sandbox;
    this.returned = returned;
  }

  /** The one that is really there. */
  Sandbox sandbox() {
    return sandbox;
  }

  @Override
  public SandboxSpec spec() {
    return sandbox.spec();
  }

  @Override
  public Receipt receipt() {
    return sandbox.receipt();
  }

  @Override
  public boolean tighten(Limits limits) throws EngineUnavailableException, InterruptedException {
    return sandbox.tighten(limits);
  }

  @Override
  public Outcome run(Program program, OutputSink sink)
      throws EngineUnavailableException, InterruptedException {
    return sandbox.run(program, sink);
  }

  @Override
  public void cancel() {
    sandbox.cancel();
  }

  @Override
  public boolean isAlive() {
    return !closed.get() && sandbox.isAlive();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      returned.accept(this);
    }
  }
}
