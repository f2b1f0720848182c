package dev.portcullis.host.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command reads, writes and was started with. Results go to {@code out}, everything about
 * them to {@code err}.
 *
 * @param environment the variables of the process
 * @param interactive whether a person sits at the other end
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean interactive) {

  /** This process's own. Unlike {@code System.out}, always UTF-8. */
  static Terminal system() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.getenv(),
        person());
  }

  // JDK 25's own console is null where the streams are no terminal, whatever the check believes.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean person() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Whether to colour: a person is there and did not say NO_COLOR (no-color.org). */
  boolean colour() {
    return interactive
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }
}
