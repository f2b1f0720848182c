package dev.portcullis.host.lifecycle;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that is done again and again in a virtual thread of its own until it is closed. A round
 * that fails is logged, and the next one comes all the same: what is looked after in the background
 * is not abandoned because of one bad moment.
 */
public final class Repeating implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

  private final Task task;
  private final Duration pause;
  private final Thread thread;

  /** Does {@code task}, pauses, and does it again. */
  public Repeating(String name, Duration pause, Task task) {
    this.task = task;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::repeat);
  }

  /** What is repeated; it ends when interrupted. */
  @FunctionalInterface
  public interface Task {
    /** Does it once. */
    void run() throws InterruptedException;
  }

  /** Begins with a pause. */
  public void start() {
    thread.start();
  }

  /** Interrupts the task and waits until it has ended. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.getState() != Thread.State.NEW && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException wait) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    try {
      task.run();
    } catch (RuntimeException failed) {
      LOG.error("{} failed this time", thread.getName(), failed);
    }
  }

  private void repeat() {
    try {
      while (true) {
        Thread.sleep(pause);
        round();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
