package dev.portcullis.host.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server that gives canned answers by method and path, and keeps what it was asked. */
final class CannedHost implements AutoCloseable {
  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  record Answer(int status, String body) {}

  CannedHost(Map<String, Answer> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          Answer answer =
              answers.getOrDefault(
                  exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                  new Answer(404, "{\"code\":\"not_found\",\"detail\":\"canned\"}"));
          byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("ETag", "\"1\"");
          exchange.sendResponseHeaders(answer.status(), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  static CannedHost answering(String route, int status, String body) throws IOException {
    return new CannedHost(Map.of(route, new Answer(status, body)));
  }

  /** What a command needs to come here. */
  Map<String, String> environment() {
    return Map.of(
        "PORTCULLIS_URL",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "PORTCULLIS_KEY",
        "ptc_test");
  }

  List<String> bodies() {
    return bodies;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
