package dev.portcullis.host.it;

import dev.portcullis.host.sandbox.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * One body that must be refused.
 *
 * @param what for people
 * @param pointer the field the problem must name; empty where the body as a whole is wrong
 */
record BadInput(String what, Bytes body, String pointer) {
  private static final String OK = "\"language\":\"python\",\"code\":\"print(1)\"";

  @Override
  public String toString() {
    return what;
  }

  static List<BadInput> all() {
    return Stream.of(malformed(), wrongTypes(), wrongText(), paths(), limits(), meaning())
        .flatMap(cases -> cases)
        .toList();
  }

  private static Stream<BadInput> malformed() {
    return Stream.of(
        whole("no body", ""),
        whole("white space", "  \n"),
        whole("not JSON", "language=python"),
        whole("an object that does not end", "{" + OK),
        whole("two objects", "{" + OK + "}{" + OK + "}"),
        whole("single quotes", "{'language':'python','code':'1'}"),
        whole("a trailing comma", "{" + OK + ",}"),
        whole("a comment", "{" + OK + "/* */}"),
        whole("a list", "[]"),
        whole("a string", "\"print(1)\""),
        whole("null", "null"),
        whole("a number that is none", "{" + OK + ",\"limits\":{\"wall_ms\":NaN}}"),
        whole("deep nesting", "[".repeat(100_000)),
        whole("a byte order mark of UTF-16", new byte[] {(byte) 0xfe, (byte) 0xff, 0, '{', 0, '}'}),
        whole(
            "bytes that are no UTF-8", bytes("{\"language\":\"python\",\"code\":\"", 0xff, "\"}")),
        whole(
            "an overlong form", bytes("{\"language\":\"python\",\"code\":\"", 0xc0, 0xaf, "\"}")));
  }

  private static Stream<BadInput> wrongTypes() {
    return Stream.of(
        in("a field twice", "/code", "{" + OK + ",\"code\":\"print(2)\"}"),
        in("an unknown field", "/colour", with("\"colour\":\"red\"")),
        in("an unknown limit", "/limits/wall", with("\"limits\":{\"wall\":1000}")),
        in(
            "an unknown field of a file",
            "/files/0/mode",
            file("\"path\":\"a\",\"content\":\"\",\"mode\":\"0777\"")),
        in(
            "an unknown field of stdin",
            "/stdin/text",
            with("\"stdin\":{\"content\":\"\",\"text\":\"\"}")),
        in("no language", "/language", "{\"code\":\"print(1)\"}"),
        in("no code", "/code", "{\"language\":\"python\"}"),
        in("a number for a language", "/language", "{\"language\":3,\"code\":\"print(1)\"}"),
        in("a list for code", "/code", "{\"language\":\"python\",\"code\":[\"print(1)\"]}"),
        in("null for code", "/code", "{\"language\":\"python\",\"code\":null}"),
        in("a number for stdin", "/stdin", with("\"stdin\":1")),
        in("text for args", "/args", with("\"args\":\"-v\"")),
        in("a number among args", "/args/1", with("\"args\":[\"-v\",2]")),
        in("a list for env", "/env", with("\"env\":[\"A=1\"]")),
        in("a number in env", "/env/A", with("\"env\":{\"A\":1}")),
        in("an object for files", "/files", with("\"files\":{\"a\":\"b\"}")),
        in("text among files", "/files/0", with("\"files\":[\"a\"]")),
        in("a file without content", "/files/0/content", file("\"path\":\"a\"")),
        in("a file without a path", "/files/0/path", file("\"content\":\"\"")),
        in("a list for limits", "/limits", with("\"limits\":[]")),
        in("text for a limit", "/limits/wall_ms", with("\"limits\":{\"wall_ms\":\"1000\"}")),
        in("a fraction for a limit", "/limits/pids", with("\"limits\":{\"pids\":1.5}")),
        in("text for artifacts", "/artifacts", with("\"artifacts\":\"*\"")));
  }

  private static Stream<BadInput> wrongText() {
    String variables = "\"V\":\"" + "x".repeat(1 << 20) + "\"";
    return Stream.of(
        in("empty code", "/code", "{\"language\":\"python\",\"code\":\"\"}"),
        in("an empty language", "/language", "{\"language\":\"\",\"code\":\"print(1)\"}"),
        in("code with half a character", "/code", "{\"language\":\"python\",\"code\":\"\\ud800\"}"),
        in("a NUL in an argument", "/args", with("\"args\":[\"a\\u0000b\"]")),
        in("a NUL in a variable", "/env/A", with("\"env\":{\"A\":\"a\\u0000b\"}")),
        in("a NUL in a variable's name", "/env/A\u0000", with("\"env\":{\"A\\u0000\":\"b\"}")),
        in("an equals sign in a variable's name", "/env/A=B", with("\"env\":{\"A=B\":\"c\"}")),
        in("a variable without a name", "/env/", with("\"env\":{\"\":\"c\"}")),
        in("a huge variable", "/env", with("\"env\":{" + variables + "}")),
        in("too many variables", "/env", with("\"env\":{" + many("\"V%d\":\"x\"") + "}")),
        in("too many arguments", "/args", with("\"args\":[" + many("\"%d\"") + "]")),
        in(
            "too many files",
            "/files",
            with("\"files\":[" + many("{\"path\":\"f%d\",\"content\":\"\"}") + "]")),
        in(
            "content that is no base64",
            "/files/0/content",
            file("\"path\":\"a\",\"content\":\"!!\",\"encoding\":\"base64\"")),
        in(
            "an unknown encoding",
            "/files/0/encoding",
            file("\"path\":\"a\",\"content\":\"\",\"encoding\":\"gzip\"")),
        in(
            "stdin that is no base64",
            "/stdin/content",
            with("\"stdin\":{\"content\":\"A\",\"encoding\":\"base64\"}")));
  }

  private static Stream<BadInput> paths() {
    return Stream.of(
            "",
            "/etc/passwd",
            "//etc/passwd",
            "../x",
            "a/../../x",
            "a/..",
            "./a",
            "a/.",
            "a//b",
            "a/",
            "a\\u0000b",
            "..",
            ".",
            "x".repeat(256),
            "a/".repeat(600) + "a")
        .map(
            path ->
                in(
                    "the path `"
                        + (path.length() > 40 ? path.length() + " characters" : path)
                        + "`",
                    "/files/0/path",
                    file("\"path\":\"" + path + "\",\"content\":\"\"")))
        .flatMap(
            bad ->
                Stream.of(bad, in("an artifact of " + bad.what(), "/artifacts/0", asArtifact(bad))))
        .filter(bad -> !bad.what().equals("an artifact of the path `256 characters`"));
  }

  private static String asArtifact(BadInput bad) {
    String body = new String(bad.body().toArray(), StandardCharsets.UTF_8);
    String path = body.replaceAll(".*\"path\":\"([^\"]*)\".*", "$1");
    return with("\"artifacts\":[\"" + path + "\"]");
  }

  private static Stream<BadInput> limits() {
    return Stream.of("wall_ms", "cpu_ms", "memory_bytes", "pids", "output_bytes", "workspace_bytes")
        .flatMap(
            limit ->
                Stream.of(
                        "0",
                        "-1",
                        "-9223372036854775808",
                        "1000000000000",
                        "9223372036854775807",
                        "1" + "0".repeat(60))
                    .map(
                        number ->
                            in(
                                limit + " of " + number,
                                "/limits/" + limit,
                                with("\"limits\":{\"" + limit + "\":" + number + "}"))));
  }

  private static Stream<BadInput> meaning() {
    return Stream.of(
        in("an unknown language", "/language", "{\"language\":\"cobol\",\"code\":\"STOP RUN.\"}"),
        in("a language that is a path", "/language", "{\"language\":\"../python\",\"code\":\"1\"}"),
        in("an unknown profile", "/profile", with("\"profile\":\"windows\"")),
        in("a profile without the language", "/language", with("\"profile\":\"node\"")),
        in(
            "code and an entry",
            "/entry",
            with("\"entry\":\"a\",\"files\":[{\"path\":\"a\",\"content\":\"1\"}]")),
        in(
            "an entry that is no file",
            "/entry",
            "{\"language\":\"python\",\"entry\":\"a.py\",\"files\":[]}"),
        in(
            "one file twice",
            "/files/1/path",
            with(
                "\"files\":[{\"path\":\"a\",\"content\":\"1\"},{\"path\":\"a\",\"content\":\"2\"}]")),
        in(
            "a file under a file",
            "/files/1/path",
            with(
                "\"files\":[{\"path\":\"a\",\"content\":\"1\"},{\"path\":\"a/b\",\"content\":\"2\"}]")),
        in(
            "a file in the program's place",
            "/files/0/path",
            file("\"path\":\"main.py\",\"content\":\"print(2)\"")),
        in(
            "a file under the program",
            "/files/0/path",
            file("\"path\":\"main.py/a\",\"content\":\"\"")));
  }

  private static String with(String field) {
    return "{" + OK + "," + field + "}";
  }

  private static String file(String fields) {
    return with("\"files\":[{" + fields + "}]");
  }

  private static String many(String form) {
    StringBuilder elements = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      elements.append(i == 0 ? "" : ",").append(form.formatted(i));
    }
    return elements.toString();
  }

  private static BadInput in(String what, String pointer, String body) {
    return new BadInput(what, Bytes.of(body.getBytes(StandardCharsets.UTF_8)), pointer);
  }

  private static BadInput whole(String what, String body) {
    return in(what, "", body);
  }

  private static BadInput whole(String what, byte[] body) {
    return new BadInput(what, Bytes.of(body), "");
  }

  private static byte[] bytes(Object... parts) {
    StringBuilder latin = new StringBuilder();
    for (Object part : parts) {
      latin.append(part instanceof Integer code ? (char) code.intValue() : part);
    }
    return latin.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
