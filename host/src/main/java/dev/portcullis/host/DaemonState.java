package dev.portcullis.host;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.host.lifecycle.Repeating;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the running host says of itself in {@code daemon_state.json}: its process, its address, and
 * a heartbeat. Each write is whole or not there; the file goes when the host does, so one with an
 * old heartbeat is of a host that was killed.
 */
final class DaemonState implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DaemonState.class);
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final ObjectNode state;
  private final Repeating beating = new Repeating("heartbeat", BEAT, this::beat);

  DaemonState(Path file, String url, String instance, String version, Instant startedAt) {
    this.file = file;
    this.state =
        JSON.createObjectNode()
            .put("pid", ProcessHandle.current().pid())
            .put("url", url)
            .put("instance", instance)
            .put("version", version)
            .put("started_at", text(startedAt));
  }

  /** Writes the first heartbeat, then one every few seconds. */
  void start() throws IOException {
    write();
    beating.start();
  }

  @Override
  public void close() throws IOException {
    beating.close();
    Files.deleteIfExists(file);
  }

  private void beat() {
    try {
      write();
    } catch (IOException unwritten) {
      LOG.warn("the heartbeat could not be written to {}", file, unwritten);
    }
  }

  private void write() throws IOException {
    state.put("heartbeat_at", text(Instant.now()));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(state));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
