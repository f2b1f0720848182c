package dev.portcullis.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.host.config.Home;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command has: its terminal, its home and the form of its result. */
final class Common {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final Terminal terminal;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The home to use; otherwise $$PORTCULLIS_HOME, otherwise ~/.portcullis.")
  @Nullable Path home;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "The form of the result (default: ${DEFAULT-VALUE}).")
  Output output = Output.TEXT;

  Common(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  Home home() {
    if (home != null) {
      return new Home(home.toAbsolutePath().normalize());
    }
    String named = terminal.environment().getOrDefault("PORTCULLIS_HOME", "");
    return named.isBlank()
        ? new Home(Path.of(System.getProperty("user.home"), ".portcullis"))
        : new Home(Path.of(named).toAbsolutePath().normalize());
  }

  /** A client of this home's host, with the key of the command line. */
  PortcullisClient client() throws Failure {
    Credentials credentials = Credentials.ofCommandLine(terminal, home());
    return new PortcullisClient(credentials.url(), credentials.key());
  }

  /**
   * A client of the host at {@code address}, with {@code $PORTCULLIS_KEY}; the home's own key goes
   * to the home's own host only.
   */
  PortcullisClient clientOf(String address) throws Failure {
    URI url = Credentials.address(address, "`" + address + "`");
    String key = terminal.environment().getOrDefault("PORTCULLIS_KEY", "");
    if (!key.isEmpty()) {
      return new PortcullisClient(url, key);
    }
    Credentials own = Credentials.ofCommandLine(terminal, home());
    if (!own.url().getAuthority().equals(url.getAuthority())) {
      throw new Failure(
          ExitCode.DENIED,
          "there is no key for " + address,
          "give one of an auditor in $PORTCULLIS_KEY");
    }
    return new PortcullisClient(url, own.key());
  }

  /** Writes a result: the document for scripts, or what {@code text} writes for people. */
  void print(Object document, Runnable text) {
    if (output == Output.JSON) {
      terminal.out().println(json(document));
    } else {
      text.run();
    }
    terminal.out().flush();
  }

  static String json(Object document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException ours) {
      throw new IllegalStateException("a result that is not JSON", ours);
    }
  }
}
