package dev.portcullis.governor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.scan.CodeScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"python", "javascript", "shell", "unknown"})
  void scan_anyBytes_givesFactsWithinBounds(String language) {
    Mutations.feed(SEEDS, PIECES, code -> check(CodeScanner.scan(language, code), code));
  }

  @Test
  void scan_everyFileOfTheRunningJava_givesFactsWithinBounds() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(System.getProperty("java.home")), 2)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) < 4 << 20) {
          byte[] bytes = Files.readAllBytes(file);
          for (String language : List.of("python", "javascript", "shell")) {
            check(CodeScanner.scan(language, bytes), bytes);
          }
        }
      }
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
