package dev.portcullis.host.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One program in one language, and how it must end: a folder of {@code programs/} with {@code
 * main.py}, {@code main.js} or {@code main.sh}, and {@code expect.json}.
 *
 * <p>{@code expect.json} has {@code about}; {@code exit}; {@code request}, whose fields go into the
 * request; {@code files} that lie beside the program; {@code by_language} with what differs, also
 * {@code entry} for a program of several files. {@code stdin}, {@code stdout} and {@code stderr}
 * are files of exact bytes, {@code stdout.python} where a language differs, and none means empty.
 * {@code {version}} in them stands for the language's version as the host tells it.
 */
record Fixture(Path folder, String language, JsonNode expected) {
  private static final Map<String, String> LANGUAGES =
      Map.of("python", "main.py", "node", "main.js", "shell", "main.sh");

  /** Every program in every language it is written in. */
  static List<Fixture> all() throws IOException, URISyntaxException {
    URL programs = Objects.requireNonNull(Fixture.class.getResource("/programs"), "programs");
    List<Path> folders;
    try (var entries = Files.list(Path.of(programs.toURI()))) {
      folders = entries.sorted().toList();
    }
    List<Fixture> all = new ArrayList<>();
    for (Path folder : folders) {
      JsonNode expected = Answer.JSON.readTree(folder.resolve("expect.json").toFile());
      for (String language : LANGUAGES.keySet().stream().sorted().toList()) {
        Fixture fixture = new Fixture(folder, language, expected);
        if (Files.exists(folder.resolve(fixture.program()))) {
          all.add(fixture);
        }
      }
    }
    return all;
  }

  /** The file it begins with. */
  String program() {
    return expected("entry").asText(Objects.requireNonNull(LANGUAGES.get(language)));
  }

  /** What {@code expect.json} says under that name, for this language first. */
  JsonNode expected(String name) {
    JsonNode own = expected.path("by_language").path(language).path(name);
    return own.isMissingNode() ? expected.path(name) : own;
  }

  /** The request that runs it. */
  ObjectNode request() throws IOException {
    ObjectNode request = Answer.JSON.createObjectNode().put("language", language);
    if (expected("request").isObject()) {
      request.setAll((ObjectNode) expected("request"));
    }
    if (expected("entry").isTextual()) {
      request.put("entry", program());
    } else {
      request.put("code", Files.readString(folder.resolve(program())));
    }
    for (JsonNode file : expected("files")) {
      request
          .withArray("files")
          .addObject()
          .put("path", file.asText())
          .put("content", Files.readString(folder.resolve(file.asText())));
    }
    byte[] stdin = bytes("stdin");
    if (stdin.length > 0) {
      request
          .putObject("stdin")
          .put("content", Base64.getEncoder().encodeToString(stdin))
          .put("encoding", "base64");
    }
    return request;
  }

  /** The exact bytes it must write there. */
  byte[] output(String stream, String version) throws IOException {
    byte[] bytes = bytes(stream);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.contains("{version}")
        ? text.replace("{version}", version).getBytes(StandardCharsets.ISO_8859_1)
        : bytes;
  }

  private byte[] bytes(String stream) throws IOException {
    for (String name : List.of(stream + "." + language, stream)) {
      if (Files.exists(folder.resolve(name))) {
        return Files.readAllBytes(folder.resolve(name));
      }
    }
    return new byte[0];
  }

  @Override
  public String toString() {
    return folder.getFileName() + " in " + language;
  }
}
