package dev.portcullis.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Source files of this machine, as people wrote them, in the order of their paths. */
final class Sources {
  /** So much is measured at most, and a quarter of a mebibyte at least. */
  private static final int MOST_BYTES = 8 << 20;

  private static final int LEAST_BYTES = 1 << 18;

  private Sources() {}

  /**
   * The files of a language under the folders that {@code -Dsources.<language>} names, with colons
   * between them.
   */
  static List<byte[]> of(String language) throws IOException {
    String folders = System.getProperty("sources." + language, "");
    List<byte[]> files = new ArrayList<>();
    int bytes = 0;
    for (String folder : folders.split(":", -1)) {
      for (Path file : folder.isEmpty() ? List.<Path>of() : filesUnder(Path.of(folder))) {
        if (bytes < MOST_BYTES && isOf(language, file)) {
          byte[] content = Files.readAllBytes(file);
          files.add(content);
          bytes += content.length;
        }
      }
    }
    if (bytes < LEAST_BYTES) {
      throw new IllegalStateException(
          "only "
              + bytes
              + " bytes of "
              + language
              + " under `"
              + folders
              + "`: name other folders");
    }
    return files;
  }

  private static List<Path> filesUnder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 12)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> Files.isReadable(file) && !Files.isSymbolicLink(file))
          .sorted()
          .toList();
    }
  }

  private static boolean isOf(String language, Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    return switch (language) {
      case "python" -> name.endsWith(".py");
      case "javascript" -> name.endsWith(".js");
      default -> name.endsWith(".sh") || startsAsShell(file);
    };
  }

  private static boolean startsAsShell(Path file) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      String start = new String(stream.readNBytes(40), StandardCharsets.ISO_8859_1);
      return start.matches("(?s)#! ?/(usr/)?bin/(env )?(ba|da)?sh\\b.*");
    }
  }
}
