package dev.portcullis.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a command line names. */
final class InputFile {
  private InputFile() {}

  /** The bytes of that file, or of the standard input stream for {@code -}. */
  static byte[] readOrStdin(String file, Terminal terminal) throws Failure, IOException {
    return file.equals("-") ? terminal.in().readAllBytes() : read(Path.of(file));
  }

  /** Its bytes, or a failure of the command line that named it. */
  static byte[] read(Path file) throws Failure {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException absent) {
      throw new Failure(ExitCode.USAGE, "there is no file `" + file + "`", "", absent);
    } catch (IOException unreadable) {
      throw new Failure(
          ExitCode.USAGE,
          "`" + file + "` cannot be read: " + unreadable.getMessage(),
          "",
          unreadable);
    }
  }
}
