package dev.portcullis.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real HTTP server that keeps each request and gives one canned answer to all. */
final class CannedHost implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

  record Seen(String method, String uri, Map<String, String> headers, String body) {}

  CannedHost(int status, Map<String, String> headers, String body) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(read(exchange));
          headers.forEach(exchange.getResponseHeaders()::add);
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  private static Seen read(HttpExchange exchange) throws IOException {
    return new Seen(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        Map.of(
            "authorization", header(exchange, "Authorization"),
            "content-type", header(exchange, "Content-Type"),
            "if-match", header(exchange, "If-Match"),
            "prefer", header(exchange, "Prefer"),
            "idempotency-key", header(exchange, "Idempotency-Key")),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next request that came. */
  Seen request() throws InterruptedException {
    Seen request = seen.poll(5, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
