package dev.portcullis.host.http.edge;

import java.util.concurrent.Semaphore;

/** Bounds the bytes of all request bodies that are held at once. */
final class BytesInFlight {
  /** Permits count kibibytes, so that an int reaches far enough. */
  private static final int UNIT = 1_024;

  private final Semaphore units;

  BytesInFlight(long bytes) {
    this.units = new Semaphore(unitsOf(bytes));
  }

  /** A share of nothing yet. */
  Share share() {
    return new Share();
  }

  private static int unitsOf(long bytes) {
    return Math.toIntExact((bytes + UNIT - 1) / UNIT);
  }

  /** What one request holds; of one thread at a time. */
  final class Share implements AutoCloseable {
    private int held;

    /** Makes the share cover so many bytes, if there is room; never waits. */
    boolean growTo(long bytes) {
      int more = unitsOf(bytes) - held;
      if (more <= 0) {
        return true;
      }
      boolean room = units.tryAcquire(more);
      held += room ? more : 0;
      return room;
    }

    @Override
    public void close() {
      units.release(held);
      held = 0;
    }
  }
}
