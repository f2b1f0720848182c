package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Asks the engine two plain questions over its Unix socket, for the doctor, who must be able to
 * look when the host cannot start. What a host needs of an engine is the driver's business.
 */
record EngineProbe(Path socket) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int LARGEST_ANSWER = 4 << 20;

  /** The socket of an engine's address, {@code unix:///var/run/docker.sock} or a bare path. */
  static EngineProbe of(String engine) {
    return new EngineProbe(
        Path.of(engine.startsWith("unix://") ? engine.substring("unix://".length()) : engine));
  }

  /** What the engine says of itself, the API version included. */
  JsonNode version() throws IOException {
    Answer answer = get("/version");
    if (answer.status() != 200) {
      throw new IOException("it answers with status " + answer.status());
    }
    return Common.JSON.readTree(answer.body());
  }

  /** Whether it has the image of that id. */
  boolean hasImage(String id) throws IOException {
    return get("/images/" + id + "/json").status() == 200;
  }

  private record Answer(int status, String body) {}

  private Answer get(String path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      // HTTP/1.0: the answer is not chunked and ends with the connection.
      channel.write(
          StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.0\r\nHost: engine\r\n\r\n"));
      String all = readAll(channel);
      int head = all.indexOf("\r\n\r\n");
      String[] status = all.split(" ", 3);
      if (head < 0 || status.length < 3 || !status[1].matches("\\d{3}")) {
        throw new IOException("what answers is not an engine");
      }
      return new Answer(Integer.parseInt(status[1]), all.substring(head + 4));
    }
  }

  private static String readAll(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_READ);
      while (true) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0 || selector.select(left) == 0) {
          throw new IOException("it does not answer within " + TIMEOUT.toSeconds() + " s");
        }
        selector.selectedKeys().clear();
        int count = channel.read(buffer.clear());
        if (count < 0) {
          return all.toString(StandardCharsets.UTF_8);
        }
        all.write(buffer.array(), 0, count);
        if (all.size() > LARGEST_ANSWER) {
          throw new IOException("its answer is larger than any of an engine");
        }
      }
    }
  }
}
