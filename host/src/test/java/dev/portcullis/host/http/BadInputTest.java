package dev.portcullis.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.execution.ExecutionRequest;
import dev.portcullis.host.http.OpenDoor.Answer;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.ProgramFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private final OpenDoor door = new OpenDoor();

  @AfterAll
  void close() {
    door.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("[]", "", "must be an object, not a list"),
        fault("{\"language\":\"python\"}", "/code", "is required"),
        fault("{\"code\":\"1\"}", "/language", "is required"),
        with("\"code\":\"\"", "/code", "must not be empty"),
        with("\"code\":7", "/code", "must be a string, not a number"),
        with("\"code\":null", "/code", "must be a string, not null"),
        with("\"code\":\"1\",\"entry\":\"a\"", "/entry", "must be left out"),
        with("\"entry\":\"a\"", "/entry", "must be the path of one of `files`"),
        with("\"code\":\"\\ud800\"", "/code", "surrogate"),
        with("\"code\":\"1\",\"lenguage\":\"x\"", "/lenguage", "did you mean `language`?"),
        with("\"code\":\"1\",\"language \":\"x\"", "/language ", "unknown field"),
        with("\"code\":\"1\",\"profile\":\"../x\"", "/profile", "is not a name"),
        with("\"code\":\"1\",\"args\":\"x\"", "/args", "must be a list"),
        with("\"code\":\"1\",\"args\":[1]", "/args/0", "must be a string"),
        with("\"code\":\"1\",\"args\":[\"\\u0000\"]", "/args", "NUL"),
        with("\"code\":\"1\",\"env\":{\"A\":1}", "/env/A", "must be a string"),
        with("\"code\":\"1\",\"env\":{\"A=B\":\"\"}", "/env/A=B", "is not a variable's name"),
        with("\"code\":\"1\",\"env\":{\"a/b~c\":\"\"}", "/env/a~1b~0c", "is not a variable's name"),
        with("\"code\":\"1\",\"env\":{\"A\":\"\\u0000\"}", "/env/A", "NUL"),
        with(
            "\"code\":\"1\",\"env\":{\"A\":\"" + "x".repeat(70_000) + "\"}", "/env", "65536 bytes"),
        with("\"code\":\"1\",\"limits\":{\"wall_ms\":-1}", "/limits/wall_ms", "must be from 1"),
        with("\"code\":\"1\",\"limits\":{\"wall_ms\":0}", "/limits/wall_ms", "must be from 1"),
        with("\"code\":\"1\",\"limits\":{\"wall_ms\":1.5}", "/limits/wall_ms", "a whole number"),
        with("\"code\":\"1\",\"limits\":{\"wall_ms\":\"10\"}", "/limits/wall_ms", "a whole number"),
        with("\"code\":\"1\",\"limits\":{\"cpu_ms\":1e4}", "/limits/cpu_ms", "a whole number"),
        with(
            "\"code\":\"1\",\"limits\":{\"memory_bytes\":99999999999999999999}",
            "/limits/memory_bytes",
            "must be from 1"),
        with("\"code\":\"1\",\"limits\":{\"pids\":4294967297}", "/limits/pids", "must be from 1"),
        with(
            "\"code\":\"1\",\"limits\":{\"wall_sm\":1}",
            "/limits/wall_sm",
            "did you mean `wall_ms`?"),
        with("\"code\":\"1\",\"stdin\":{\"text\":\"\"}", "/stdin/content", "is required"),
        with("\"code\":\"1\",\"stdin\":[]", "/stdin", "must be a string"),
        with(
            "\"code\":\"1\",\"stdin\":{\"content\":\"AAE\",\"encoding\":\"base64\"}",
            "/stdin/content",
            "canonical base64"),
        with(
            "\"code\":\"1\",\"stdin\":{\"content\":\"AB==\",\"encoding\":\"base64\"}",
            "/stdin/content",
            "canonical base64"),
        with(
            "\"code\":\"1\",\"stdin\":{\"content\":\"A\\nA==\",\"encoding\":\"base64\"}",
            "/stdin/content",
            "is not base64"),
        with(
            "\"code\":\"1\",\"stdin\":{\"content\":\"\",\"encoding\":\"rot13\"}",
            "/stdin/encoding",
            "must be `utf-8` or `base64`"),
        with("\"code\":\"1\",\"artifacts\":[\"/etc/*\"]", "/artifacts/0", "is not a pattern"),
        with("\"code\":\"1\",\"artifacts\":[\"a/../b\"]", "/artifacts/0", "is not a pattern"),
        with(
            "\"code\":\"1\",\"artifacts\":[" + "\"a\",".repeat(64) + "\"a\"]",
            "/artifacts",
            "at most 64"),
        path("", "must not be empty"),
        path("../x", "`..` component"),
        path("a/../../x", "`..` component"),
        path("a/./b", "`.` or `..` component"),
        path("a//b", "an empty"),
        path("a/", "an empty"),
        path("/etc/passwd", "must be relative"),
        path("a\\u0000b", "must not hold a NUL"),
        path("x".repeat(256), "255 bytes"),
        path(("x".repeat(200) + "/").repeat(6) + "x", "1024 bytes"),
        with(
            "\"code\":\"1\",\"files\":[{\"path\":\"a\",\"content\":\"\"},{\"path\":\"a\",\"content\":\"\"}]",
            "/files/1/path",
            "names the same file as /files/0/path"),
        with(
            "\"code\":\"1\",\"files\":[{\"path\":\"a/b\",\"content\":\"\"},{\"path\":\"a\",\"content\":\"\"}]",
            "/files/0/path",
            "lies under the file of /files/1/path"),
        with(
            "\"code\":\"1\",\"files\":[{\"path\":\"a\",\"content\":\"\",\"target\":\"/etc\"}]",
            "/files/0/target",
            "unknown field"),
        with(
            "\"code\":\"1\",\"files\":["
                + "{\"path\":\"a\",\"content\":\"\"},".repeat(1_000)
                + "{\"path\":\"a\",\"content\":\"\"}]",
            "/files",
            "at most 1000 elements"),
        with(
            "\"entry\":\"a\",\"files\":[{\"path\":\"a\",\"content\":\"\"}]",
            "/entry",
            "names an empty file"),
        fault("", "", "the body is empty"),
        fault("{", "", "not JSON"),
        fault("{\"language\":\"python\",}", "", "not JSON"),
        fault("{'language':'python'}", "", "not JSON"),
        fault("{\"a\":NaN}", "", "not JSON"),
        fault("{\"a\":01}", "/a", "not JSON"),
        fault("{\"a\":1}{}", "", "something follows"),
        fault("\uFEFF{}", "", "not JSON"),
        fault("{\"a\":1,\"a\":2}", "/a", "Duplicate"),
        fault("{\"limits\":{\"pids\":1,\"pids\":2}}", "/limits/pids", "Duplicate"),
        fault("[".repeat(100_000), "", "too deep or too long"),
        fault("{\"a\":" + "9".repeat(1_000) + "}", "/a", "too deep or too long"),
        fault("{\"" + "n".repeat(5_000) + "\":1}", "", "too deep or too long"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void create_badBody_isInvalidAndNamesTheField(String body, String pointer, String reason) {
    int before = door.host.submitted.size();

    Answer answer = door.post("agent", "/v1/executions", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid_request");
    assertThat(errors(answer))
        .anySatisfy(
            error -> {
              assertThat(error.path("pointer").asText()).startsWith(pointer);
              assertThat(error.path("reason").asText()).contains(reason);
            });
    assertThat(door.host.submitted).hasSize(before);
    assertThat(door.get("", "/v1/live").status()).isEqualTo(200);
  }

  @Test
  void create_manyFaults_areToldAtOnce() {
    Answer answer =
        door.post(
            "agent",
            "/v1/executions",
            "{\"code\":1,\"limits\":{\"pids\":0,\"walls\":1},\"files\":[{\"path\":\"/a\",\"content\":\"\"}],\"x\":1}");

    assertThat(errors(answer).map(error -> error.path("pointer").asText()))
        .contains("/language", "/code", "/limits/pids", "/limits/walls", "/files/0/path", "/x");
  }

  @Test
  void create_countlessFaults_answerIsBounded() {
    String entries =
        String.join(",", IntStream.range(0, 900).mapToObj(i -> "\"=" + i + "\":1").toList());

    Answer answer =
        door.post(
            "agent",
            "/v1/executions",
            "{\"language\":\"python\",\"code\":\"1\",\"env\":{" + entries + "}}");

    assertThat(errors(answer)).hasSize(51);
    assertThat(answer.text()).contains("and 850 more");
  }

  @ParameterizedTest
  @MethodSource("notUtf8")
  void create_invalidUtf8_isInvalid(byte[] bytes) {
    byte[] head = "{\"language\":\"python\",\"code\":\"".getBytes(StandardCharsets.UTF_8);
    byte[] tail = "\"}".getBytes(StandardCharsets.UTF_8);
    byte[] body = new byte[head.length + bytes.length + tail.length];
    System.arraycopy(head, 0, body, 0, head.length);
    System.arraycopy(bytes, 0, body, head.length, bytes.length);
    System.arraycopy(tail, 0, body, head.length + bytes.length, tail.length);

    Answer answer =
        door.send(
            "agent",
            "/v1/executions",
            request ->
                request
                    .POST(BodyPublishers.ofByteArray(body))
                    .header("Content-Type", "application/json"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("not valid UTF-8");
  }

  static Stream<byte[]> notUtf8() {
    return Stream.of(
        new byte[] {(byte) 0xff},
        new byte[] {(byte) 0xc0, (byte) 0xaf}, // overlong `/`
        new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // a surrogate
        new byte[] {(byte) 0xe2, (byte) 0x82}); // broken off
  }

  @Test
  void create_everythingAtOnce_isReadExactly() {
    Answer answer =
        door.post(
            "agent",
            "/v1/executions",
            """
            {"language": "c++", "profile": "python", "entry": "src/main.py",
             "files": [{"path": "src/main.py", "content": "é\\n", "executable": true},
                       {"path": "x.bin", "content": "AAE=", "encoding": "base64"}],
             "stdin": {"content": "/w==", "encoding": "base64"},
             "args": ["a", ""], "env": {"LANG": "C.UTF-8"},
             "limits": {"wall_ms": 10000, "cpu_ms": 5000, "memory_bytes": 268435456, "pids": 64,
                        "output_bytes": 1048576, "workspace_bytes": 67108864},
             "artifacts": ["*.png", "out/**"]}
            """);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    ExecutionRequest read = door.host.submitted.getLast();
    assertThat(read.language()).isEqualTo("c++");
    assertThat(read.profile()).hasValue("python");
    assertThat(read.source()).isEqualTo(new ExecutionRequest.Source.Entry("src/main.py"));
    assertThat(read.files())
        .containsExactly(
            new ProgramFile("src/main.py", Bytes.of("é\n".getBytes(StandardCharsets.UTF_8)), true),
            new ProgramFile("x.bin", Bytes.of(new byte[] {0, 1}), false));
    assertThat(read.stdin()).isEqualTo(Bytes.of(new byte[] {(byte) 0xff}));
    assertThat(read.arguments()).isEqualTo(List.of("a", ""));
    assertThat(read.environment()).isEqualTo(Map.of("LANG", "C.UTF-8"));
    assertThat(read.asked().wall()).hasValue(Duration.ofSeconds(10));
    assertThat(read.asked().pids()).hasValue(64);
    assertThat(read.artifacts()).containsExactly("*.png", "out/**");
    assertThat(read.dryRun()).isFalse();
  }

  @Test
  void anyRoute_unknownOrDoubledQueryParameter_isInvalid() {
    assertThat(door.get("agent", "/v1/executions?x=1").text()).contains("unknown query parameter");
    assertThat(door.get("agent", "/v1/executions?limit=1&limit=2").text())
        .contains("more than once");
    assertThat(door.post("agent", "/v1/executions?dry_run=yes", OpenDoor.PROGRAM).status())
        .isEqualTo(400);
    assertThat(door.get("auditor", "/v1/audit?who=x").status()).isEqualTo(400);
    assertThat(door.get("", "/v1/live?x").status()).isEqualTo(400);
  }

  private static Stream<JsonNode> errors(Answer answer) {
    return StreamSupport.stream(answer.json().path("errors").spliterator(), false);
  }

  private static Arguments fault(String body, String pointer, String reason) {
    return Arguments.of(body, pointer, reason);
  }

  private static Arguments with(String fields, String pointer, String reason) {
    return fault("{\"language\":\"python\"," + fields + "}", pointer, reason);
  }

  private static Arguments path(String path, String reason) {
    return with(
        "\"code\":\"1\",\"files\":[{\"path\":\"" + path + "\",\"content\":\"\"}]",
        "/files/0/path",
        reason);
  }
}
