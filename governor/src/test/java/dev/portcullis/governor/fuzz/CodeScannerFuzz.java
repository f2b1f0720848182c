package dev.portcullis.governor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.scan.CodeScanner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class CodeScannerFuzz {
  private static final List<byte[]> SEEDS =
      Stream.of(
              "import os as o, sys\nfrom a.b import (c as d)\nx = f'{o.system(\"a\"):>{1}}'\n",
              "import {a as b} from 'c'\nconst {x: y} = require('d'); `${b(/['\"]/)}`\n",
              "A=1 cat <<-'EOF' | sh\n\tx\n\tEOF\necho \"$(curl `b`)\" '#'\n")
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .toList();
  private static final List<String> PIECES =
      List.of(
          "'",
          "\"",
          "'''",
          "\"\"\"",
          "`",
          "${",
          "}",
          "{",
          "(",
          ")",
          "[",
          "]",
          "\\",
          "\n",
          "/",
          "/*",
          "*/",
          "//",
          "#",
          "<<A\n",
          "f'",
          "rb\"",
          "\\u{",
          "import ",
          "from ",
          "eval(",
          "getattr(",
          "$(",
          ".",
          "*",
          "**",
          "1e9",
          "/.ssh",
          "AKIA",
          "\u0000",
          "\ud83d");

  /** One after the other, so that all together take the time that the scanner is given. */
  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @ValueSource(strings = {"python", "javascript", "shell", "unknown"})
  void scan_anyBytes_givesFactsWithinBounds(String language) {
    Mutations.feed(
        Mutations.time().dividedBy(4),
        SEEDS,
        PIECES,
        code -> check(CodeScanner.scan(language, code), code));
  }

  /** Machine code, images, archives, scripts: whatever this machine has to run. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void scan_everyFileOfADirectoryOfBinaries_givesFactsWithinBounds() throws IOException {
    int most = (int) Math.min(1 << 18, 1_000 * Mutations.time().toSeconds());
    int looked = 0;
    for (Path folder : List.of(Path.of(System.getProperty("java.home")), Path.of("/usr/bin"))) {
      for (Path file : filesUnder(folder)) {
        byte[] bytes = beginning(file, most);
        for (String language : List.of("python", "javascript", "shell")) {
          check(CodeScanner.scan(language, bytes), bytes);
        }
        looked++;
      }
    }
    assertThat(looked).as("files that were looked at").isGreaterThan(50);
  }

  private static List<Path> filesUnder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files.filter(Files::isRegularFile).filter(Files::isReadable).toList();
    }
  }

  private static byte[] beginning(Path file, int most) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return bytes.readNBytes(most);
    }
  }

  private static void check(CodeFacts facts, byte[] code) {
    assertThat(facts.sizeBytes()).isEqualTo(code.length);
    assertThat(facts.imports()).hasSizeLessThanOrEqualTo(256);
    assertThat(facts.calls()).hasSizeLessThanOrEqualTo(512);
    long lines =
        1 + new String(code, StandardCharsets.UTF_8).chars().filter(c -> c == '\n').count();
    assertThat(facts.indicators())
        .hasSizeLessThanOrEqualTo(256)
        .allMatch(indicator -> indicator.line() >= 1 && indicator.line() <= lines);
  }
}
