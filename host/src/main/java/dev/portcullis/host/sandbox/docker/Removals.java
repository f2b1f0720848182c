package dev.portcullis.host.sandbox.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes containers, and does not forget one that it could not remove: while the engine is away a
 * thread tries again, and ends once nothing is left.
 *
 * <p>What a host leaves that is killed itself is found by {@link DockerDriver#sweep}.
 */
final class Removals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Engine engine;
  private final Map<String, Runnable> owed = new ConcurrentHashMap<>();
  private final AtomicBoolean retrying = new AtomicBoolean();
  private volatile boolean closed;

  Removals(Engine engine) {
    this.engine = engine;
  }

  /**
   * Kills and removes a container by id or name; calls {@code gone} once, when the engine has said
   * that it is not there any more.
   *
   * @return whether that was now
   */
  boolean remove(String container, Runnable gone) {
    if (tryRemove(container)) {
      gone.run();
      return true;
    }
    owed.put(container, gone);
    if (!closed && retrying.compareAndSet(false, true)) {
      Thread.ofVirtual().name("sandbox-removals").start(this::retry);
    }
    return false;
  }

  private boolean tryRemove(String container) {
    boolean interrupted = Thread.interrupted();
    try {
      engine.call(
          "remove the container",
          client ->
              client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec());
      return true;
    } catch (NotFoundException alreadyGone) {
      return true;
    } catch (EngineUnavailableException refused) {
      LOG.warn("container {} is not removed yet: {}", container, refused.getMessage());
      return false;
    } catch (RuntimeException unexpected) {
      // Whatever the client threw, the container is still owed: nobody else would remove it.
      LOG.error("container {} is not removed yet", container, unexpected);
      return false;
    } catch (InterruptedException stopping) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void retry() {
    while (!owed.isEmpty() && !closed) {
      try {
        Thread.sleep(RETRY);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return;
      }
      for (Map.Entry<String, Runnable> entry : Map.copyOf(owed).entrySet()) {
        if (tryRemove(entry.getKey()) && owed.remove(entry.getKey()) != null) {
          entry.getValue().run();
        }
      }
    }
    retrying.set(false);
    if (!owed.isEmpty() && !closed && retrying.compareAndSet(false, true)) {
      Thread.ofVirtual().name("sandbox-removals").start(this::retry);
    }
  }

  @Override
  public void close() {
    closed = true;
    owed.keySet()
        .forEach(
            container ->
                LOG.warn("container {} is left for the next host of this home", container));
  }
}
