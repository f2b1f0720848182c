package dev.portcullis.governor.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SignTest {
  @Test
  void signs_all_areInTheTableOfTheGuideAndNoOthers() throws IOException {
    List<String> published =
        Files.readString(Path.of("../docs/policy.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("| id | family |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split("\\|"))
            .map(cells -> cells[1].strip().replace("`", "") + " " + cells[2].strip())
            .toList();
    assertThat(published)
        .containsExactlyElementsOf(
            Stream.of(Sign.values()).map(sign -> sign.id() + " " + sign.family()).toList());
  }
}
