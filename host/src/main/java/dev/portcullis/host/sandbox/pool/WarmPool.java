package dev.portcullis.host.sandbox.pool;

import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.Lease;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxDriver;
import dev.portcullis.host.sandbox.SandboxSpec;
import dev.portcullis.host.sandbox.Sandboxes;
import java.time.Duration;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps sandboxes ready whose receipts were checked, and hands each out once.
 *
 * <p>A request takes one that waits; where none does it makes its own, without a standby, as soon
 * as there is room; where there is no room it waits its turn. A program that asks for more than its
 * profile's default gets a sandbox made for it. Lower limits are set on one that waits.
 *
 * <p>Refills are made by few threads, which stand back while programs run: making a sandbox costs
 * more processor time than most programs, and would slow the one that just got its own. They start
 * when nothing runs, or after {@link PoolConfig#patienceOfRefills}, of which a tenth is left once
 * half of the stock is gone.
 *
 * <p>One lock guards the counts; no call of the driver is made under it.
 */
public final class WarmPool implements Sandboxes, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WarmPool.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Duration LOOK_AFTER = Duration.ofSeconds(1);
  private static final Duration STEP_BACK = Duration.ofMillis(5);
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final SandboxDriver driver;
  private final PoolConfig config;
  private final ReentrantLock lock = new ReentrantLock();

  /** A place became free. */
  private final Condition changed = lock.newCondition();

  private final Stock stock;
  private final Room room;
  private final WaitingLine line;
  private final Backoff backoff;
  private final Set<LeasedSandbox> leased = new HashSet<>();
  private int creating;
  private int refilling;
  private int removing;
  private @Nullable Thread caretaker;
  private boolean closed;

  /** Of {@code profiles}, each with as many waiting as it says. */
  public WarmPool(SandboxDriver driver, List<Profile> profiles, PoolConfig config) {
    this.driver = driver;
    this.config = config;
    this.stock = new Stock(profiles);
    this.room = new Room(config.most(), config.memory().bytes());
    this.line = new WaitingLine(config.queued(), config.queuedPerPrincipal());
    this.backoff = new Backoff(config.firstRetry(), config.lastRetry());
  }

  /** Begins to fill. Returns at once. */
  public void start() {
    lock.lock();
    try {
      if (caretaker != null || closed) {
        throw new IllegalStateException("a pool is started once");
      }
      caretaker = Thread.ofVirtual().name("pool-caretaker").start(this::lookAfter);
      refill();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String driverName() {
    return driver.name();
  }

  @Override
  public Lease lease(SandboxSpec spec, String principal, Duration patience)
      throws EngineUnavailableException, ReceiptDriftException, InterruptedException {
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
      if (caretaker != null) {
        caretaker.interrupt();
      }
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
  private void serve() {
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
      } else if (!roomIsSpokenFor && creating < config.creating() && room.has(waiter.spec())) {
        creating++;
        room.take(waiter.spec());
        answer(waiter, new Waiter.Answer.Make());
      } else {
        // Nobody behind takes the room this one waits for.
        if (!roomIsSpokenFor && !room.has(waiter.spec()) && removing == 0) {
          stock.takeFromFullest().ifPresent(this::discard);
        }
        roomIsSpokenFor = true;
      }
    }
    refill();
  }

  private void answer(Waiter waiter, Waiter.Answer answer) {
    line.served(waiter);
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

  private void made(SandboxSpec spec, boolean kept) {
    lock.lock();
    try {
      creating--;
      if (kept) {
        backoff.succeeded();
      } else {
        room.give(spec);
        changed.signalAll();
      }
      serve();
    } finally {
      lock.unlock();
    }
  }

  private void failed(Failure why) {
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
      creating++;
      room.take(spec);
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
    } finally {
      lock.unlock();
    }
    discard(handed.sandbox());
  }

  /** Removes a sandbox in the background; its place is free once it is gone. */
  private void discard(Sandbox sandbox) {
    lock.lock();
    try {
      removing++;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("pool-removal").start(() -> remove(sandbox));
  }

  private void remove(Sandbox sandbox) {
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

  /** Starts what refills are wanted and allowed. Called with the lock held. */
  private void refill() {
    while (caretaker != null
        && !closed
        && line.size() == 0
        && refilling < config.refilling()
        && creating < config.creating()
        && backoff.inForce(System.nanoTime()).isEmpty()) {
      Optional<SandboxSpec> missing = stock.missing().filter(room::has);
      if (missing.isEmpty()) {
        return;
      }
      SandboxSpec spec = missing.get();
      refilling++;
      creating++;
      room.take(spec);
      stock.ordered(spec);
      Thread.ofVirtual().name("pool-refill").start(() -> refillWith(spec));
    }
  }

  private void refillWith(SandboxSpec spec) {
    boolean kept = false;
    try {
      standBack(spec.profile());
      Sandbox sandbox = driver.create(spec);
      kept = keep(sandbox);
    } catch (EngineUnavailableException away) {
      LOG.warn("no sandbox for profile {}: {}", spec.profile().name(), away.getMessage());
      failed(new Failure.Engine(away));
    } catch (ReceiptDriftException drift) {
      LOG.error("no sandbox for profile {}: {}", spec.profile().name(), drift.getMessage());
      failed(new Failure.Drift(drift));
    } catch (InterruptedException stopping) {
      LOG.debug("a refill was stopped");
    } finally {
      lock.lock();
      try {
        refilling--;
        changed.signalAll();
        stock.arrived(spec);
        made(spec, kept);
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean keep(Sandbox sandbox) {
    lock.lock();
    try {
      if (!closed) {
        stock.add(sandbox);
        return true;
      }
    } finally {
      lock.unlock();
    }
    sandbox.close();
    return false;
  }

  private void standBack(Profile profile) throws InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      lock.lock();
      try {
        Duration patience =
            stock.isHalfGone(profile)
                ? config.patienceOfRefills().dividedBy(10)
                : config.patienceOfRefills();
        if (closed
            || leased.isEmpty()
            || line.size() > 0
            || System.nanoTime() - begun >= patience.toNanos()) {
          return;
        }
      } finally {
        lock.unlock();
      }
      Thread.sleep(STEP_BACK);
    }
  }

  /** Throws away what died or grew old, and tries again what failed. */
  private void lookAfter() {
    while (true) {
      try {
        Thread.sleep(LOOK_AFTER);
      } catch (InterruptedException stopping) {
        return;
      }
      lock.lock();
      try {
        if (closed) {
          return;
        }
        stock.takeOlderThan(config.longestWait()).ifPresent(this::discard);
        serve();
      } finally {
        lock.unlock();
      }
      throwDeadAway();
    }
  }

  private void throwDeadAway() {
    List<Stock.Waiting> looked = new ArrayList<>();
    while (true) {
      Optional<Stock.Waiting> next;
      lock.lock();
      try {
        // Out of the stock while it is looked at: nobody else may use it at the same time.
        next = stock.takeNotIn(looked);
      } finally {
        lock.unlock();
      }
      if (next.isEmpty()) {
        return;
      }
      looked.add(next.get());
      Sandbox sandbox = next.get().sandbox();
      boolean alive = sandbox.isAlive();
      if (!alive) {
        LOG.info("a waiting sandbox of profile {} has ended", sandbox.spec().profile().name());
      }
      lock.lock();
      try {
        if (alive && !closed) {
          stock.putBack(next.get());
          serve();
        } else {
          discard(sandbox);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
