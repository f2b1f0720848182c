package dev.portcullis.host.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No program starts before its {@code decided} record is durable. Seen from the sandbox: at the
 * moment it is given its program, and already when it is asked for, the line is in the file.
 */
class Invariant01Test {
  private static final int RUNS = 25;

  @TempDir private Path folder;

  @Test
  void invariant01_sandboxAskedForAndStarted_decisionIsOnDisk() throws Exception {
    List<Long> whenAsked = Collections.synchronizedList(new ArrayList<>());
    List<Long> whenStarted = Collections.synchronizedList(new ArrayList<>());
    try (var host = new GateUnderTest(folder, GateUnderTest.allowAll())) {
      host.sandboxes.leasing =
          () -> {
            whenAsked.add(decisionsOnDisk());
            return host.sandboxes.granted();
          };
      host.sandboxes.running =
          (program, sink, cancelled) -> {
            whenStarted.add(decisionsOnDisk());
            return ScriptedSandboxes.printsHello(program, sink, cancelled);
          };
      for (int i = 0; i < RUNS; i++) {
        host.admitted(GateUnderTest.python("print(1)")).await();
      }
    }

    List<Long> oneMoreEachTime = new ArrayList<>();
    for (long i = 1; i <= RUNS; i++) {
      oneMoreEachTime.add(i);
    }
    assertThat(whenAsked).isEqualTo(oneMoreEachTime);
    assertThat(whenStarted).isEqualTo(oneMoreEachTime);
  }

  private long decisionsOnDisk() {
    try (var segments = Files.list(folder)) {
      long decisions = 0;
      for (Path segment : segments.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
        String text = Files.readString(segment, StandardCharsets.UTF_8);
        decisions += text.lines().filter(line -> line.contains("\"stage\":\"decided\"")).count();
      }
      return decisions;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
