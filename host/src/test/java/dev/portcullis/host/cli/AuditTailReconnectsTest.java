package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tail outlives the connection, and the host. */
@Timeout(120)
final class AuditTailReconnectsTest {
  private static final String RECORD = "{\"action\":\"test\",\"seq\":%d}";

  @TempDir Path folder = Path.of("");

  /** A tail at work, until it is interrupted. */
  private static final class Tail implements AutoCloseable {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Thread thread;

    Tail(Map<String, String> environment, String... more) {
      List<String> arguments = new ArrayList<>(List.of("audit", "tail", "--output", "json"));
      arguments.addAll(List.of(more));
      Terminal terminal =
          new Terminal(
              new ByteArrayInputStream(new byte[0]),
              new PrintStream(out, false, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              environment,
              false);
      thread =
          Thread.ofPlatform()
              .start(() -> Portcullis.execute(terminal, arguments.toArray(String[]::new)));
    }

    /** The numbers it has shown, as soon as {@code last} is among them. */
    List<Long> until(long last) throws Exception {
      for (int i = 0; i < 1_500; i++) {
        List<Long> shown = shown();
        if (shown.contains(last)) {
          return shown;
        }
        assertThat(thread.isAlive()).as(err.toString(StandardCharsets.UTF_8)).isTrue();
        Thread.sleep(20);
      }
      throw new AssertionError("no record " + last + ": " + shown());
    }

    private List<Long> shown() throws Exception {
      String text = out.toString(StandardCharsets.UTF_8);
      List<Long> shown = new ArrayList<>();
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        shown.add(Common.JSON.readTree(line).path("seq").asLong());
      }
      return shown;
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  private static long newest(LiveHost live) throws Exception {
    return Common.JSON
        .readTree(live.done("audit", "query", "--limit", "1", "--output", "json").out())
        .at("/items/0/seq")
        .asLong();
  }

  @Test
  void tail_hostRestarts_showsEveryRecordOnce() throws Exception {
    try (LiveHost live = new LiveHost(folder)) {
      live.start();
      live.done("kill", "--reason", "before");
      try (Tail tail = new Tail(live.environment(), "--last", "1000")) {
        tail.until(newest(live));
        for (int restart = 0; restart < 2; restart++) {
          live.stop();
          live.fill(40);
          live.start();
          live.done("resume");
          live.done("kill", "--reason", "after restart " + restart);
        }
        long last = newest(live);

        List<Long> shown = tail.until(last);

        assertThat(shown.subList(0, Math.toIntExact(last)))
            .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
      }
    }
  }

  @Test
  void tail_nothingShownYetWhenTheHostRestarts_goesOn() throws Exception {
    try (LiveHost live = new LiveHost(folder)) {
      live.start();
      try (Tail tail = new Tail(live.environment(), "--action", "test.fill")) {
        // Until it is connected; were it not yet, it would not go on either, and this would fail.
        Thread.sleep(2_000);
        live.stop();
        live.fill(3);
        Thread.sleep(2_000);
        live.start();
        assertThat(tail.until(newest(live, "test.fill"))).hasSize(3);
      }
    }
  }

  private static long newest(LiveHost live, String action) throws Exception {
    return Common.JSON
        .readTree(
            live.done("audit", "query", "--limit", "1", "--action", action, "--output", "json")
                .out())
        .at("/items/0/seq")
        .asLong();
  }

  /** Cut in the middle of an event, refused by a host that starts, and taken again. */
  @Test
  void tail_cutOffBetweenARecordAndItsEnd_showsItOnce() throws Exception {
    List<String> resumed = new CopyOnWriteArrayList<>();
    AtomicInteger connections = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/audit",
        exchange -> {
          int status = 200;
          String body = "{\"items\":[{\"seq\":7}],\"next_cursor\":null}";
          if (exchange.getRequestURI().getPath().endsWith("/stream")) {
            resumed.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
            switch (connections.getAndIncrement()) {
              case 0 -> body = event(6) + "id: 7\ndata: " + RECORD.formatted(7) + "\n";
              case 1 -> {
                status = 503;
                body = "{\"status\":503,\"code\":\"shutting_down\",\"detail\":\"later\"}";
              }
              default -> body = event(7) + event(8);
            }
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try (Tail tail =
        new Tail(
            Map.of(
                "PORTCULLIS_URL",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "PORTCULLIS_KEY",
                "ptc_test",
                "PORTCULLIS_HOME",
                "/nonexistent/home"))) {
      assertThat(tail.until(8)).startsWith(6L, 7L, 8L);
      assertThat(resumed).startsWith("null", "6", "6");
    } finally {
      server.stop(0);
    }
  }

  private static String event(long seq) {
    return "id: " + seq + "\nevent: record\ndata: " + RECORD.formatted(seq) + "\n\n";
  }
}
