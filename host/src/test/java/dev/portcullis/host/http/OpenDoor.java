package dev.portcullis.host.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A door on a free port, and ways to knock at it. */
final class OpenDoor implements AutoCloseable {
  static final String PROGRAM = "{\"language\":\"python\",\"code\":\"print(6*7)\"}";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final FakeHost host;
  final HttpDoor door;
  private final HttpClient client = HttpClient.newHttpClient();

  OpenDoor() {
    this(HttpConfig.on("127.0.0.1", 0));
  }

  OpenDoor(HttpConfig config) {
    this(config, new FakeHost());
  }

  OpenDoor(HttpConfig config, FakeHost host) {
    this.host = host;
    try {
      door = HttpDoor.start(config, host.ports());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Answer get(String key, String path) {
    return send(key, path, request -> request);
  }

  Answer post(String key, String path, String body) {
    return send(
        key,
        path,
        request ->
            request.POST(BodyPublishers.ofString(body)).header("Content-Type", "application/json"));
  }

  Answer send(String key, String path, UnaryOperator<HttpRequest.Builder> more) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      return new Answer(client.send(more.apply(request).build(), BodyHandlers.ofByteArray()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Sends bytes as they are and returns everything that comes until the door hangs up. */
  String raw(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * The metrics, as soon as they show {@code line}: a request is counted when it is over, which is
   * a moment after its answer has arrived.
   */
  String metricsWith(String line) throws InterruptedException {
    String metrics = get("operator", "/metrics").text();
    for (int i = 0; i < 100 && !metrics.contains(line); i++) {
      Thread.sleep(20);
      metrics = get("operator", "/metrics").text();
    }
    return metrics;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + door.port() + path);
  }

  @Override
  public void close() {
    client.close();
    door.close();
  }

  /** What came back. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException notJson) {
        throw new UncheckedIOException(text(), notJson);
      }
    }

    String code() {
      return json().path("code").asText();
    }
  }
}
