package dev.portcullis.governor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FuzzTimeTest {
  @Test
  void time_whereChangesAreJudged_isAMinuteForEachParser() throws IOException {
    assertThat(Files.readString(Path.of("../.ci/run"))).contains("./portcullis test");
    assertThat(Files.readString(Path.of("../portcullis"))).contains("verify -Dfuzz.seconds=60");
  }
}
