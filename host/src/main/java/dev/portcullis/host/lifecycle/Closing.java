package dev.portcullis.host.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, to be closed in reverse; one that fails to close does not keep the others
 * open.
 */
public final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<Part> parts = new ArrayDeque<>();

  private record Part(String name, AutoCloseable part) {}

  /** Will close {@code part} before everything that was added earlier. */
  public <T extends AutoCloseable> T add(String name, T part) {
    parts.push(new Part(name, part));
    return part;
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    while (!parts.isEmpty()) {
      Part next = parts.pop();
      try {
        next.part().close();
      } catch (InterruptedException late) {
        interrupted = true;
        LOG.warn("closing {} was interrupted", next.name(), late);
      } catch (Exception failed) {
        // The rest still has to be closed, and nobody above can do more about it than read this.
        LOG.error("{} did not close", next.name(), failed);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
