package dev.portcullis.host.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.host.config.Home;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A host, started as {@code portcullis daemon} and spoken to over HTTP. */
final class HostProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final Home home;
  private final Process process;
  private final HttpClient client;
  private final URI url;
  private final String adminKey;
  private final Map<String, Api> byPrincipal = new HashMap<>();

  private HostProcess(Home home, Process process, HttpClient client, URI url, String adminKey) {
    this.home = home;
    this.process = process;
    this.client = client;
    this.url = url;
    this.adminKey = adminKey;
  }

  /** Starts a host on that home and waits until it takes work. */
  static HostProcess ready(TestHome home) throws Exception {
    HostProcess host = live(home, List.of());
    host.awaitReady();
    return host;
  }

  /** Starts a host on that home, behind {@code wrapper}, and waits until it answers at all. */
  static HostProcess live(TestHome testHome, List<String> wrapper) throws Exception {
    Home home = testHome.home();
    String adminKey = adminKey(home);
    Files.deleteIfExists(home.daemonState());
    Process process =
        Child.of(home, wrapper, "daemon", "--port", "0")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(home).toFile()))
            .start();
    process.getOutputStream().close();
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    try {
      URI url =
          Eventually.get(START, "an address in daemon_state.json", () -> address(home, process));
      HostProcess host = new HostProcess(home, process, client, url, adminKey);
      Eventually.holds(START, "an answer of " + url, host::answers);
      return host;
    } catch (AssertionError silent) {
      process.destroyForcibly().waitFor();
      client.close();
      throw new AssertionError(silent.getMessage() + "\n" + Files.readString(log(home)), silent);
    }
  }

  private static String adminKey(Home home) throws IOException, InterruptedException {
    if (!Files.exists(home.credentials())) {
      Child.Ended made = Child.run(home, "init");
      if (made.code() != 0) {
        throw new AssertionError("no key was made: " + made.output());
      }
    }
    return Files.readAllLines(home.credentials()).stream()
        .filter(line -> line.startsWith("key"))
        .map(line -> line.replaceAll("^key *= *\"(.*)\"$", "$1"))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<URI> address(Home home, Process process) throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError("the host ended with " + process.exitValue());
    }
    if (!Files.exists(home.daemonState())) {
      return Optional.empty();
    }
    JsonNode state = Answer.JSON.readTree(Files.readString(home.daemonState()));
    return state.path("url").isTextual()
        ? Optional.of(URI.create(state.get("url").asText()))
        : Optional.empty();
  }

  private boolean answers() throws IOException, InterruptedException {
    try {
      return admin().get("/v1/live").status() == 200;
    } catch (ConnectException notYet) {
      return false;
    }
  }

  /** Waits until it takes work. */
  void awaitReady() throws Exception {
    Eventually.holds(START, "readiness", () -> admin().get("/v1/ready").status() == 200);
  }

  /** With the key that was made first. */
  Api admin() {
    return as(adminKey);
  }

  /** With a key of that principal, made when it is first asked for. */
  synchronized Api key(String principal, String... roles) throws IOException, InterruptedException {
    Api known = byPrincipal.get(principal);
    if (known != null) {
      return known;
    }
    Api made = anotherKey(principal, roles);
    byPrincipal.put(principal, made);
    return made;
  }

  /** A further key of that principal. */
  Api anotherKey(String principal, String... roles) throws IOException, InterruptedException {
    ObjectNode wanted = Answer.JSON.createObjectNode();
    wanted.put("principal", principal).put("source", "api");
    for (String role : roles) {
      wanted.withArray("roles").add(role);
    }
    return as(admin().post("/v1/keys", wanted).is(201).json().path("key").asText());
  }

  /** As an agent that runs programs. */
  Api agent() throws IOException, InterruptedException {
    return key("it-agent", "agent");
  }

  /** With any text for a key. */
  Api as(String key) {
    return new Api(client, url, key);
  }

  URI url() {
    return url;
  }

  Home home() {
    return home;
  }

  Journal journal() {
    return Journal.of(home);
  }

  long pid() {
    return process.pid();
  }

  /** By which its containers are known. */
  String instanceId() throws IOException {
    return Files.readString(home.instanceId()).strip();
  }

  /** Ids of its containers. */
  List<String> containers() throws IOException, InterruptedException {
    return Engine.containersOf(instanceId());
  }

  /** What it wrote to its output. */
  String log() throws IOException {
    return Files.readString(log(home));
  }

  private static Path log(Home home) {
    return home.root().resolve("it.log");
  }

  /** Ends it as a power failure would: it gets no say. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    client.close();
  }

  /** Asks it to end, and waits until it did. */
  int stop() throws InterruptedException {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the host does not stop within " + STOP);
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly().waitFor();
      client.close();
    }
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        stop();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the host stops", ended);
    }
  }
}
