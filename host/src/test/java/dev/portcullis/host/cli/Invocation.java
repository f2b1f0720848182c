package dev.portcullis.host.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One command line, run in this process with streams of its own. */
record Invocation(int exitCode, ByteArrayOutputStream stdout, String err) {

  static Invocation of(Map<String, String> environment, String stdin, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Map<String, String> variables = new HashMap<>(Map.of("PORTCULLIS_HOME", "/nonexistent/home"));
    variables.putAll(environment);
    int exitCode =
        Portcullis.execute(
            new Terminal(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                variables,
                false),
            arguments);
    return new Invocation(exitCode, out, err.toString(StandardCharsets.UTF_8));
  }

  static Invocation of(String... arguments) {
    return of(Map.of(), "", arguments);
  }

  String out() {
    return stdout.toString(StandardCharsets.UTF_8);
  }

  byte[] outBytes() {
    return stdout.toByteArray();
  }
}
