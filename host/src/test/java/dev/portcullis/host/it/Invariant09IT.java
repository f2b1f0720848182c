package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Secrets and code bodies are never stored, logged or exported: the whole home is searched for
 * them, the database and the log included.
 */
class Invariant09IT {
  private static final String CODE = "marker-of-the-code-1b2c";
  private static final String VALUE = "marker-of-a-variable-3d4e";
  private static final String STDIN = "marker-of-the-input-5f6a";
  private static final String CONTENT = "marker-of-a-file-7b8c";
  private static final String ARGUMENT = "marker-of-an-argument-9d0e";

  @Test
  void home_afterPrograms_holdsNeitherTheirBodiesNorAnyKey() throws Exception {
    try (TestHome home = TestHome.of(TestHome.ENABLED)) {
      List<String> secrets = new ArrayList<>(List.of(CODE, VALUE, STDIN, CONTENT, ARGUMENT));
      String export;
      try (HostProcess host = HostProcess.ready(home)) {
        ObjectNode wanted = Answer.JSON.createObjectNode().put("principal", "secretive");
        wanted.withArray("roles").add("agent");
        String key = host.admin().post("/v1/keys", wanted).is(201).json().path("key").asText();
        secrets.add(key);
        Api agent = host.as(key);
        agent.run(request("python")).is(200);
        agent.run(request("cobol")).is(400);
        agent.run(request("python").put("colour", CODE)).is(400);
        agent.dryRun(request("python")).is(200);
        host.as(key.substring(0, key.length() - 1)).run(request("python")).is(401);
        export =
            host.admin().get("/v1/audit?limit=500").is(200).text()
                + host.admin().get("/v1/keys").is(200).text()
                + host.admin().get("/metrics").is(200).text();
      }

      for (String secret : secrets) {
        assertThat(export).doesNotContain(secret);
        assertThat(holding(home.root(), secret)).as("files that hold %s", secret).isEmpty();
      }
      assertThat(holding(home.root(), "MARKER_VARIABLE")).as("the journal names it").isNotEmpty();
    }
  }

  private static ObjectNode request(String language) {
    ObjectNode request = Api.program(language, "import sys # " + CODE + "\nsys.stdin.read()");
    request.putObject("env").put("MARKER_VARIABLE", VALUE);
    request.put("stdin", STDIN);
    request.withArray("args").add(ARGUMENT);
    request.withArray("files").addObject().put("path", "a.txt").put("content", CONTENT);
    return request;
  }

  private static List<Path> holding(Path root, String text) throws IOException {
    byte[] sought = text.getBytes(StandardCharsets.UTF_8);
    List<Path> holding = new ArrayList<>();
    try (var paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (contains(Files.readAllBytes(path), sought)) {
          holding.add(path);
        }
      }
    }
    return holding;
  }

  private static boolean contains(byte[] bytes, byte[] sought) {
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    return latin.contains(new String(sought, StandardCharsets.ISO_8859_1));
  }
}
