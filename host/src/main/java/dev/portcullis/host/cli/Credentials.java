package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.portcullis.host.config.Home;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * An address and the key for it, as a file that only its owner reads: TOML, {@code url}, {@code
 * key}.
 */
record Credentials(URI url, String key) {

  /**
   * What the command line uses: {@code $PORTCULLIS_URL} and {@code $PORTCULLIS_KEY} where both are
   * set, otherwise the home's file.
   */
  static Credentials ofCommandLine(Terminal terminal, Home home) throws Failure {
    String url = terminal.environment().getOrDefault("PORTCULLIS_URL", "");
    String key = terminal.environment().getOrDefault("PORTCULLIS_KEY", "");
    if (!url.isEmpty() && !key.isEmpty()) {
      return new Credentials(address(url, "$PORTCULLIS_URL"), key);
    }
    return read(home.credentials());
  }

  static Credentials read(Path file) throws Failure {
    JsonNode document;
    try {
      document = new TomlMapper().readTree(Files.readString(file));
    } catch (NoSuchFileException absent) {
      throw new Failure(
          ExitCode.HOME,
          "there are no credentials at " + file,
          "make the home with `portcullis up` or `portcullis init`, name another with --home, or"
              + " make a key with `portcullis key create admin --role admin --save`",
          absent);
    } catch (IOException unreadable) {
      throw new Failure(
          ExitCode.HOME,
          "the credentials at " + file + " cannot be read: " + unreadable.getMessage(),
          "make a key with `portcullis key create admin --role admin --save`",
          unreadable);
    }
    return new Credentials(
        address(document.path("url").asText(), file.toString()), document.path("key").asText());
  }

  static URI address(String text, String where) throws Failure {
    try {
      URI url = URI.create(text);
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException notAnAddress) {
      throw badAddress(where);
    }
    throw badAddress(where);
  }

  private static Failure badAddress(String where) {
    return new Failure(
        ExitCode.HOME,
        "the url in " + where + " is not an address",
        "it reads like http://127.0.0.1:8787");
  }

  /** Writes the file whole or not at all, never readable by others, not even for a moment. */
  void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        fresh, "url = \"" + url + "\"\nkey = \"" + key + "\"\n", StandardCharsets.UTF_8);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Never the key: a record prints its components. */
  @Override
  public String toString() {
    return "Credentials[url=" + url + "]";
  }
}
