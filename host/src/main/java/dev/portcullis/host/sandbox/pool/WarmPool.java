package dev.portcullis.host.sandbox.pool;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxDriver;
import dev.portcullis.host.sandbox.SandboxSpec;
import dev.portcullis.host.sandbox.Sandboxes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps sandboxes ready whose receipts were checked, and hands each out once.
 *
 * <p>A request takes one that waits; where none does it makes its own, without a standby, as soon
 * as there is room; where there is no room it waits its turn. A program that asks for more than its
 * profile's default gets a sandbox made for it. Lower limits are set on one that waits.
 *
 * <p>{@link Refills} replaces what was taken, and a {@link Caretaker} what died or grew old. One
 * lock guards the counts of all three; no call of the driver is made under it.
 */
public final class WarmPool implements Sandboxes, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WarmPool.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final SandboxDriver driver;
  private final ReentrantLock lock = new ReentrantLock();

  /** A place became free. */
  private final Condition changed = lock.newCondition();

  private final Stock stock;
  private final Room room;
  private final WaitingLine line;
  private final Backoff backoff;
  private final Set<LeasedSandbox> leased = new HashSet<>();
  private final Courtesy courtesy;
  private final Refills refills;
  private final Caretaker caretaker;
  private int removing;
  private long lastUse = System.nanoTime();
  private boolean started;
  private boolean closed;

  /** Of {@code profiles}, each with as many waiting as it says. */
  public WarmPool(SandboxDriver driver, List<Profile> profiles, PoolConfig config) {
    this.driver = driver;
    this.stock = new Stock(profiles);
    this.room = new Room(config.most(), config.memory().bytes(), config.creating());
    this.line = new WaitingLine(config.queued(), config.queuedPerPrincipal());
    this.backoff = new Backoff(config.firstRetry(), config.lastRetry());
    this.courtesy = new Courtesy(this, lock, stock, config.patience());
    this.refills = new Refills(this, driver, config, lock, stock, room, backoff, courtesy);
    this.caretaker = new Caretaker(this, lock, stock, config.longestWait());
  }

  /** Begins to fill. Returns at once. */
  public void start() {
    lock.lock();
    try {
      if (started || closed) {
        throw new IllegalStateException("a pool is started once");
      }
      started = true;
      caretaker.start();
      refills.start();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String driverName() {
    return driver.name();
  }

  @Override
  public Lease lease(SandboxSpec asked, String principal, Duration patience)
      throws EngineUnavailableException, ReceiptDriftException, InterruptedException {
    SandboxSpec spec = withUsualWorkspace(asked);
    if (!room.couldHold(spec)) {
      throw new EngineUnavailableException(
          "such a sandbox may use more memory than this host gives to all of them");
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Waiter.Answer answer = waitInLine(new Waiter(spec, principal), deadline);
      switch (answer) {
        case Waiter.Answer.Refused() -> {
          return new Lease.Saturated(RETRY_AFTER);
        }
        case Waiter.Answer.Failed(Failure failure) -> throw failure.raise();
        case Waiter.Answer.Make() -> {
          return new Lease.Granted(handOut(make(spec)));
        }
        case Waiter.Answer.Take(Sandbox sandbox) -> {
          Optional<Sandbox> fit = fitted(sandbox, spec);
          if (fit.isPresent()) {
            return new Lease.Granted(handOut(fit.get()));
          }
        }
      }
    }
  }

  /**
   * A lower limit on the workspace is the runner's to enforce, in a sandbox made for the request as
   * in one that waited: a program meets it in the same way, whichever it got.
   */
  private static SandboxSpec withUsualWorkspace(SandboxSpec asked) {
    Limits limits = asked.limits();
    ByteSize usual = asked.profile().defaults().workspace();
    if (limits.workspace().compareTo(usual) >= 0) {
      return asked;
    }
    return new SandboxSpec(
        asked.profile(),
        new Limits(
            limits.wall(), limits.cpu(), limits.memory(), limits.pids(), limits.output(), usual),
        asked.standby());
  }

  /** Ends every sandbox in use and refuses every request that waits; what waits itself stays. */
  public int destroyAll() {
    List<LeasedSandbox> ending;
    lock.lock();
    try {
      ending = List.copyOf(leased);
      for (Waiter waiter : line.inTurn()) {
        answer(waiter, new Waiter.Answer.Refused());
      }
    } finally {
      lock.unlock();
    }
    ending.forEach(LeasedSandbox::close);
    return ending.size();
  }

  /** Whether it was started and not closed. Called with the lock held, as the next two. */
  boolean isOpen() {
    return started && !closed;
  }

  boolean isIdleFor(Duration time) {
    return leased.isEmpty() && System.nanoTime() - lastUse >= time.toNanos();
  }

  boolean isWaitedFor() {
    return line.size() > 0;
  }

  /** The pool at this moment. */
  public PoolStatus status() {
    lock.lock();
    try {
      return new PoolStatus(stock.counts(), leased.size(), room.taken(), line.size());
    } finally {
      lock.unlock();
    }
  }

  /** Ends everything, and waits until it is gone. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      caretaker.stop();
      stock.all().forEach(this::discard);
    } finally {
      lock.unlock();
    }
    destroyAll();
    lock.lock();
    try {
      long left = DRAIN.toNanos();
      while (room.taken() > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (room.taken() > 0) {
        LOG.warn("sandboxes are still being removed; the next sweep finds what is left");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private Waiter.Answer waitInLine(Waiter waiter, long deadline) throws InterruptedException {
    lock.lock();
    try {
      if (closed || !line.add(waiter)) {
        return new Waiter.Answer.Refused();
      }
      serve();
    } finally {
      lock.unlock();
    }
    CompletableFuture<Waiter.Answer> answer = waiter.answer();
    try {
      return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooLong) {
      return answeredMeanwhile(waiter).orElseGet(Waiter.Answer.Refused::new);
    } catch (InterruptedException stopping) {
      answeredMeanwhile(waiter).ifPresent(unwanted -> giveBack(waiter.spec(), unwanted));
      throw stopping;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("an answer is never a failure", impossible);
    }
  }

  private Optional<Waiter.Answer> answeredMeanwhile(Waiter waiter) {
    lock.lock();
    try {
      line.left(waiter);
      serve(); // it may have been what others waited behind
      return Optional.ofNullable(waiter.answer().getNow(null));
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(SandboxSpec spec, Waiter.Answer answer) {
    switch (answer) {
      case Waiter.Answer.Take(Sandbox sandbox) -> discard(sandbox);
      case Waiter.Answer.Make() -> made(spec, false);
      case Waiter.Answer.Failed(var _), Waiter.Answer.Refused() -> {}
    }
  }

  /** Serves whom it can, in turn. Called with the lock held, whenever something became free. */
  void serve() {
    boolean roomIsSpokenFor = false;
    for (Waiter waiter : line.inTurn()) {
      Optional<Sandbox> waiting = stock.takeFor(waiter.spec());
      if (waiting.isPresent()) {
        answer(waiter, new Waiter.Answer.Take(waiting.get()));
        continue;
      }
      Optional<Failure> failure = backoff.inForce(System.nanoTime());
      if (failure.isPresent()) {
        answer(waiter, new Waiter.Answer.Failed(failure.get()));
      } else if (!roomIsSpokenFor && room.mayMake(waiter.spec())) {
        room.make(waiter.spec());
        answer(waiter, new Waiter.Answer.Make());
      } else {
        // Nobody behind takes the room this one waits for.
        if (!roomIsSpokenFor && !room.has(waiter.spec()) && removing == 0) {
          stock.takeFromFullest().ifPresent(this::discard);
        }
        roomIsSpokenFor = true;
      }
    }
    refills.start();
  }

  private void answer(Waiter waiter, Waiter.Answer answer) {
    line.served(waiter);
    lastUse = System.nanoTime();
    waiter.answer().complete(answer);
  }

  /** Makes a sandbox in the place that was reserved for it. */
  private Sandbox make(SandboxSpec spec)
      throws EngineUnavailableException, ReceiptDriftException, InterruptedException {
    boolean kept = false;
    try {
      Sandbox sandbox =
          driver.create(new SandboxSpec(spec.profile(), spec.limits(), Optional.empty()));
      kept = true;
      return sandbox;
    } catch (EngineUnavailableException away) {
      // What a caller asked for may be why; only a failure at the default size is everybody's.
      if (spec.limits().equals(spec.profile().defaults())) {
        failed(new Failure.Engine(away));
      }
      throw away;
    } finally {
      made(spec, kept);
    }
  }

  /** Ends what {@link Room#make} began; {@code kept} if there is a sandbox now. */
  void made(SandboxSpec spec, boolean kept) {
    lock.lock();
    try {
      room.made(spec, kept);
      if (kept) {
        backoff.succeeded();
      } else {
        changed.signalAll();
      }
      serve();
    } finally {
      lock.unlock();
    }
  }

  /** For a while nobody tries what just failed; who waits is told why. */
  void failed(Failure why) {
    lock.lock();
    try {
      backoff.failed(why, System.nanoTime());
      serve();
    } finally {
      lock.unlock();
    }
  }

  /** The sandbox with the limits that were asked for, or nothing if it is no use any more. */
  private Optional<Sandbox> fitted(Sandbox sandbox, SandboxSpec spec)
      throws EngineUnavailableException, ReceiptDriftException, InterruptedException {
    boolean kept = false;
    try {
      if (!sandbox.isAlive()) {
        return Optional.empty();
      }
      if (!sandbox.tighten(spec.limits())) {
        // Its interpreter already uses more than that: one without a standby may not.
        return Optional.of(remade(spec));
      }
      kept = true;
      return Optional.of(sandbox);
    } finally {
      if (!kept) {
        discard(sandbox);
      }
    }
  }

  private Sandbox remade(SandboxSpec spec)
      throws EngineUnavailableException, ReceiptDriftException, InterruptedException {
    lock.lock();
    try {
      // Beyond the bounds for as long as the other one's removal takes.
      room.make(spec);
    } finally {
      lock.unlock();
    }
    return make(spec);
  }

  private Sandbox handOut(Sandbox sandbox) {
    LeasedSandbox handed = new LeasedSandbox(sandbox, this::returned);
    lock.lock();
    try {
      leased.add(handed);
      if (!closed) {
        return handed;
      }
    } finally {
      lock.unlock();
    }
    handed.close();
    return handed;
  }

  private void returned(LeasedSandbox handed) {
    lock.lock();
    try {
      leased.remove(handed);
      lastUse = System.nanoTime();
    } finally {
      lock.unlock();
    }
    inBackground(handed.sandbox(), courtesy::beforeRemoving);
  }

  /** Removes a sandbox in the background; its place is free once it is gone. */
  void discard(Sandbox sandbox) {
    inBackground(sandbox, () -> {});
  }

  /** What is waited for before a removal. */
  private interface Pause {
    void await() throws InterruptedException;
  }

  private void inBackground(Sandbox sandbox, Pause before) {
    lock.lock();
    try {
      removing++;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("pool-removal").start(() -> remove(sandbox, before));
  }

  private void remove(Sandbox sandbox, Pause before) {
    try {
      before.await();
    } catch (InterruptedException stopping) {
      LOG.debug("a removal was hurried");
    } finally {
      sandbox.close();
      lock.lock();
      try {
        removing--;
        room.give(sandbox.spec());
        changed.signalAll();
        serve();
      } finally {
        lock.unlock();
      }
    }
  }
}
