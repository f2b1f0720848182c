package dev.portcullis.host.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine's API. Connects at the first call and speaks the version that both sides know.
 *
 * <p>Every call has a deadline of its own here: docker-java's response timeout does nothing on a
 * Unix socket.
 */
final class Engine implements AutoCloseable {
  /** Newest version this program was made for, and oldest: read-only tmpfs options came before. */
  private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;

  private static final RemoteApiVersion OLDEST = RemoteApiVersion.VERSION_1_40;

  /** More than refills, removals and leases at one time; a call beyond waits for a connection. */
  private static final int CONNECTIONS = 64;

  private final EngineAddress address;
  private final Duration timeout;
  private final ExecutorService callers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("engine-call-", 0).factory());
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile @Nullable Connection connection;

  private record Connection(DockerClient client, EngineFacts facts) {}

  Engine(EngineAddress address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
  }

  EngineAddress address() {
    return address;
  }

  /** What the engine said when the connection was made. */
  EngineFacts facts() throws EngineUnavailableException, InterruptedException {
    return connection().facts();
  }

  /**
   * Makes one call.
   *
   * @param what the call, for messages: `create the container`
   * @throws NotFoundException if what the call is about does not exist
   * @throws EngineUnavailableException if the engine cannot be reached, refuses, or is too slow
   */
  <T> T call(String what, Function<DockerClient, T> call)
      throws EngineUnavailableException, InterruptedException {
    DockerClient client = connection().client();
    return within(what, () -> call.apply(client));
  }

  /** Asks the engine's version now, whatever was negotiated before. */
  Version version() throws EngineUnavailableException, InterruptedException {
    return call("tell its version", client -> client.versionCmd().exec());
  }

  private Connection connection() throws EngineUnavailableException, InterruptedException {
    Connection current = connection;
    if (current != null) {
      return current;
    }
    connecting.lockInterruptibly();
    try {
      current = connection;
      if (current == null) {
        current = connect();
        connection = current;
      }
      return current;
    } finally {
      connecting.unlock();
    }
  }

  private Connection connect() throws EngineUnavailableException, InterruptedException {
    DockerClient probe = client(RemoteApiVersion.unknown());
    try {
      Version version = within("tell its version", () -> probe.versionCmd().exec());
      RemoteApiVersion spoken = spoken(version);
      DockerClient client = client(spoken);
      boolean kept = false;
      try {
        EngineFacts facts =
            EngineFacts.of(
                version,
                spoken.getVersion(),
                within("tell about itself", () -> client.infoCmd().exec()));
        kept = true;
        return new Connection(client, facts);
      } finally {
        if (!kept) {
          close(client);
        }
      }
    } finally {
      close(probe);
    }
  }

  private RemoteApiVersion spoken(Version version) throws EngineUnavailableException {
    RemoteApiVersion theirs = RemoteApiVersion.parseConfig(version.getApiVersion());
    RemoteApiVersion theirOldest = RemoteApiVersion.parseConfig(version.getMinAPIVersion());
    RemoteApiVersion spoken = theirs.isGreater(NEWEST) ? NEWEST : theirs;
    if (theirOldest.isGreater(spoken)) {
      spoken = theirOldest;
    }
    if (!spoken.isGreaterOrEqual(OLDEST)) {
      throw new EngineUnavailableException(
          "the engine at "
              + address.socket()
              + " speaks API "
              + theirs.getVersion()
              + ", and "
              + OLDEST.getVersion()
              + " is the oldest that works");
    }
    return spoken;
  }

  private DockerClient client(RemoteApiVersion version) {
    // No properties: neither the environment nor files in the user's home decide what is spoken to.
    DefaultDockerClientConfig config =
        new DefaultDockerClientConfig.Builder()
            .withProperties(new Properties())
            .withDockerHost(address.uri().toString())
            .withDockerTlsVerify(false)
            .withApiVersion(version)
            .build();
    return DockerClientImpl.getInstance(
        config,
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(address.uri())
            .maxConnections(CONNECTIONS)
            .connectionTimeout(timeout)
            .responseTimeout(timeout)
            .build());
  }

  private <T> T within(String what, java.util.concurrent.Callable<T> call)
      throws EngineUnavailableException, InterruptedException {
    Future<T> answer = callers.submit(call);
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooSlow) {
      throw new EngineUnavailableException(
          "the engine did not " + what + " within " + timeout.toMillis() + " ms", tooSlow);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case NotFoundException notFound -> throw notFound;
        case DockerException refused ->
            throw new EngineUnavailableException(
                "the engine did not " + what + ": " + oneLine(refused.getMessage()), refused);
        case RuntimeException unreachable when unreachable.getCause() instanceof IOException io ->
            throw new EngineUnavailableException(
                "the engine at "
                    + address.socket()
                    + " cannot be reached: "
                    + oneLine(io.getMessage()),
                unreachable);
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException("a call of the engine", failed);
      }
    } finally {
      // Interrupts a call that still waits, which closes its connection.
      answer.cancel(true);
    }
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "no reason given" : message.replaceAll("\\s+", " ").strip();
  }

  private static void close(DockerClient client) throws EngineUnavailableException {
    try {
      client.close();
    } catch (IOException failed) {
      throw new EngineUnavailableException("the connection to the engine did not close", failed);
    }
  }

  @Override
  public void close() throws EngineUnavailableException {
    callers.shutdownNow();
    Connection current = connection;
    if (current != null) {
      close(current.client());
    }
  }
}
