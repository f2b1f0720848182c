package dev.portcullis.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a command line names. */
final class InputFile {
  private InputFile() {}

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
