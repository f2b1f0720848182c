package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.AuditUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where callers leave records for the one writer. */
final class Inbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Pending> waiting = new ArrayList<>();
  private boolean closed;

  /** Leaves a record; its future ends when it is durable or refused. */
  void put(Pending pending) throws AuditUnavailableException {
    lock.lock();
    try {
      if (closed) {
        throw new AuditUnavailableException("the journal is closed");
      }
      waiting.add(pending);
      if (waiting.size() == 1) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What has gathered; waits up to that long for the first. Ends early when closed. */
  List<Pending> take(long timeoutMs) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
      while (waiting.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return drain();
    } finally {
      lock.unlock();
    }
  }

  /** What has gathered, without waiting. */
  List<Pending> drain() {
    lock.lock();
    try {
      List<Pending> taken = waiting;
      waiting = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing more is put; what was put can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing will ever be taken again. */
  boolean isExhausted() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
