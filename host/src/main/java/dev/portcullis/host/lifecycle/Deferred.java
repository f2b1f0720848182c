package dev.portcullis.host.lifecycle;

/**
 * A place in the order of closing for parts that are opened later than their place says: they need
 * what is closed before them.
 */
public final class Deferred implements AutoCloseable {
  private final Closing parts = new Closing();

  /** Has it closed here. */
  public void add(AutoCloseable part) {
    parts.add(part.getClass().getSimpleName(), part);
  }

  @Override
  public void close() {
    parts.close();
  }
}
