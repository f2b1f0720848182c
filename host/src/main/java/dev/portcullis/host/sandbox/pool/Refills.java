package dev.portcullis.host.sandbox.pool;

import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxDriver;
import dev.portcullis.host.sandbox.SandboxSpec;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sandboxes for the pool itself, with a standby, in few threads that {@linkplain Courtesy
 * stand back} while programs run.
 */
final class Refills {
  private static final Logger LOG = LoggerFactory.getLogger(Refills.class);

  private final WarmPool pool;
  private final SandboxDriver driver;
  private final PoolConfig config;
  private final ReentrantLock lock;
  private final Stock stock;
  private final Room room;
  private final Backoff backoff;
  private final Courtesy courtesy;
  private int underWay;

  /** Of {@code pool}, with whose {@code lock} it guards what they share. */
  Refills(
      WarmPool pool,
      SandboxDriver driver,
      PoolConfig config,
      ReentrantLock lock,
      Stock stock,
      Room room,
      Backoff backoff,
      Courtesy courtesy) {
    this.pool = pool;
    this.driver = driver;
    this.config = config;
    this.lock = lock;
    this.stock = stock;
    this.room = room;
    this.backoff = backoff;
    this.courtesy = courtesy;
  }

  /** Starts what is wanted and allowed. Called with the lock held. */
  void start() {
    while (pool.isOpen()
        && !pool.isWaitedFor()
        && underWay < config.refilling()
        && backoff.inForce(System.nanoTime()).isEmpty()) {
      Optional<SandboxSpec> missing = stock.missing().filter(room::mayMake);
      if (missing.isEmpty()) {
        return;
      }
      SandboxSpec spec = missing.get();
      underWay++;
      room.make(spec);
      stock.ordered(spec);
      Thread.ofVirtual().name("pool-refill").start(() -> refillWith(spec));
    }
  }

  private void refillWith(SandboxSpec spec) {
    boolean kept = false;
    try {
      courtesy.beforeMaking(spec.profile());
      Sandbox sandbox = driver.create(spec);
      kept = keep(sandbox);
    } catch (EngineUnavailableException away) {
      LOG.warn("no sandbox for profile {}: {}", spec.profile().name(), away.getMessage());
      pool.failed(new Failure.Engine(away));
    } catch (ReceiptDriftException drift) {
      LOG.error("no sandbox for profile {}: {}", spec.profile().name(), drift.getMessage());
      pool.failed(new Failure.Drift(drift));
    } catch (InterruptedException stopping) {
      LOG.debug("a refill was stopped");
    } catch (RuntimeException bug) {
      // Without a pause the next refill would meet it at once, and the one after that.
      LOG.error("a refill for profile {} met a bug", spec.profile().name(), bug);
      pool.failed(new Failure.Engine(new EngineUnavailableException("the driver failed", bug)));
    } finally {
      lock.lock();
      try {
        underWay--;
        stock.arrived(spec);
        pool.made(spec, kept);
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean keep(Sandbox sandbox) {
    lock.lock();
    try {
      if (pool.isOpen()) {
        stock.add(sandbox);
        return true;
      }
    } finally {
      lock.unlock();
    }
    sandbox.close();
    return false;
  }
}
