package dev.portcullis.host.audit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.NoteSigner;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckpointPublisherTest {
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final NoteSigner signer = NoteSigner.generate("portcullis/test", new SecureRandom());
  @TempDir Path directory;
  @TempDir Path share;
  private FileJournal journal;
  private CheckpointLog log;

  @BeforeEach
  void open() throws Exception {
    journal =
        FileJournal.open(
            directory, Records.HOST, new JournalSettings(64 << 10, 2), Clock.systemUTC());
    log = CheckpointLog.open(directory, journal, signer, CheckpointSettings.DEFAULT);
    log.start();
  }

  @AfterEach
  void close() throws Exception {
    log.close();
    journal.close();
  }

  private Checkpoint grow() throws Exception {
    journal.append(new AuditRecord.SystemEvent("test.grow", Map.of()));
    return log.covering(journal.state().lastSeq(), Duration.ofSeconds(20))
        .orElseThrow()
        .checkpoint();
  }

  private CheckpointPublisher publisher(Destination... destinations) throws Exception {
    CheckpointPublisher publisher =
        CheckpointPublisher.open(directory, log, List.of(destinations), INTERVAL);
    publisher.start();
    return publisher;
  }

  private DirectoryDestination toShare() {
    return new DirectoryDestination(share, log, Clock.systemUTC());
  }

  private static void await(Check check) throws Exception {
    for (int i = 0; i < 2_000 && !check.holds(); i++) {
      Thread.sleep(10);
    }
    assertThat(check.holds()).isTrue();
  }

  @FunctionalInterface
  private interface Check {
    boolean holds() throws Exception;
  }

  @Test
  void start_withADirectory_anchorsThereAndRemembersIt() throws Exception {
    try (CheckpointPublisher publisher = publisher(toShare())) {
      assertThat(publisher.anchor()).isEmpty();
      Checkpoint signed = grow();
      await(() -> publisher.anchor().isPresent());
      assertThat(
              Checkpoint.open(Files.readAllBytes(share.resolve("checkpoint")), signer.verifier()))
          .isEqualTo(signed);
    }
    Checkpoint last = grow();
    try (CheckpointPublisher again =
        CheckpointPublisher.open(directory, log, List.of(), INTERVAL)) {
      assertThat(again.anchor()).isPresent();
      assertThat(again.anchor().orElseThrow().checkpoint().size()).isLessThan(last.size());
      assertThat(again.problems()).singleElement().asString().contains("nothing is published");
    }
    try (var files = Files.list(share)) {
      assertThat(files).hasSize(2); // The last one, and the last one of the day.
    }
  }

  @Test
  void close_always_publishesTheLastCheckpoint() throws Exception {
    CheckpointPublisher publisher =
        CheckpointPublisher.open(directory, log, List.of(toShare()), Duration.ofHours(1));
    publisher.start();
    grow();
    await(() -> publisher.anchor().isPresent());
    Checkpoint last = grow();
    publisher.close();
    assertThat(publisher.anchor().orElseThrow().checkpoint()).isEqualTo(last);
  }

  @Test
  void start_directoryHoldsWhatTheJournalDoesNotExtend_isNotReplacedAndSaid() throws Exception {
    byte[] foreign =
        new Checkpoint("portcullis/test", 1, TreeHash.EMPTY)
            .sign(signer)
            .getBytes(StandardCharsets.UTF_8);
    Files.write(share.resolve("checkpoint"), foreign);
    grow();
    try (CheckpointPublisher publisher = publisher(toShare())) {
      await(() -> !publisher.problems().isEmpty());
      assertThat(publisher.problems().getFirst()).contains("is not one that this journal extends");
      assertThat(publisher.anchor()).isEmpty();
    }
    assertThat(share.resolve("checkpoint")).hasBinaryContent(foreign);
  }

  @Test
  void start_directoryIsNotMounted_isSaidAndNotMade() throws Exception {
    Path missing = share.resolve("missing");
    grow();
    try (CheckpointPublisher publisher =
        publisher(new DirectoryDestination(missing, log, Clock.systemUTC()))) {
      await(() -> !publisher.problems().isEmpty());
      assertThat(missing).doesNotExist();
    }
  }

  /** What a destination does, under a name. */
  private record Doing(Publish publish) implements Destination {
    @FunctionalInterface
    interface Publish {
      void publish(SignedCheckpoint signed) throws InterruptedException;
    }

    @Override
    public String name() {
      return "here";
    }

    @Override
    public void publish(SignedCheckpoint signed) throws InterruptedException {
      publish.publish(signed);
    }
  }

  @Test
  void problems_destinationThatNeverComesBack_isSaid() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (CheckpointPublisher publisher = publisher(new Doing(_ -> never.await()))) {
      assertThat(publisher.problems()).isEmpty();
      grow();
      await(() -> !publisher.problems().isEmpty());
      assertThat(publisher.problems().getFirst()).contains("here: it has not had the newest");
      never.countDown();
      await(() -> publisher.problems().isEmpty());
    }
  }

  @Test
  void start_destinationFailsUnforeseen_isSaidAndTriedAgain() throws Exception {
    AtomicInteger times = new AtomicInteger();
    Doing failing =
        new Doing(
            _ -> {
              if (times.getAndIncrement() == 0) {
                throw new IllegalStateException("unforeseen");
              }
            });
    grow();
    try (CheckpointPublisher publisher = publisher(failing)) {
      await(() -> publisher.anchor().isPresent());
      assertThat(times).hasValue(2);
    }
  }

  @Test
  void publish_answerThatNeverEnds_isGivenUp() throws Exception {
    grow();
    CountDownLatch over = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    URI hook = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    try (WebhookDestination webhook = new WebhookDestination(hook, Duration.ofMillis(500))) {
      assertThatThrownBy(() -> webhook.publish(log.latest().orElseThrow()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("500 ms");
    } finally {
      over.countDown();
      server.stop(0);
    }
  }

  @Test
  void start_webhookFailsAtFirst_isTriedAgainWithTheNewest() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(bodies.size() < 3 ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
    URI hook =
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=secret");
    try (WebhookDestination webhook = new WebhookDestination(hook);
        CheckpointPublisher publisher = publisher(webhook)) {
      grow();
      await(() -> !publisher.problems().isEmpty());
      assertThat(publisher.problems().getFirst()).contains("answered 503").doesNotContain("secret");
      Checkpoint newest = grow();
      await(() -> publisher.anchor().isPresent() && publisher.problems().isEmpty());
      assertThat(
              Checkpoint.open(bodies.getLast().getBytes(StandardCharsets.UTF_8), signer.verifier()))
          .isEqualTo(newest);
    } finally {
      server.stop(0);
    }
  }
}
