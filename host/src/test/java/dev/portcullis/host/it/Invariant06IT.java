package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nothing is left behind: containers, temporary files, threads, open files; others' are not ours.
 */
class Invariant06IT {
  private static final int RUNS = 40;

  @Test
  void host_thatRanPrograms_leavesNothingWhenItStops() throws Exception {
    try (TestHome home = TestHome.of(TestHome.ENABLED)) {
      List<String> volumes = volumes();
      HostProcess host = HostProcess.ready(home);
      String instance = host.instanceId();
      for (String language : List.of("python", "node", "shell")) {
        host.agent().run(Api.program(language, language.equals("shell") ? ":" : "1")).is(200);
      }
      host.agent().start(Api.program("shell", "sleep 1000")).is(202);

      host.stop();

      assertThat(Engine.containersOf(instance)).isEmpty();
      assertThat(volumes()).isEqualTo(volumes);
      assertThat(Child.temporary(home.home())).isEmptyDirectory();
    }
  }

  @Test
  void host_thatRunsManyPrograms_doesNotGrow() throws Exception {
    try (TestHome home = TestHome.of(TestHome.ENABLED);
        HostProcess host = HostProcess.ready(home)) {
      run(host, RUNS);
      int threads = settled(host, "task");
      int files = settled(host, "fd");
      int containers = host.containers().size();

      run(host, RUNS);

      assertThat(settled(host, "task")).isLessThanOrEqualTo(threads + 4);
      assertThat(settled(host, "fd")).isLessThanOrEqualTo(files + 4);
      Eventually.holds(
          Duration.ofSeconds(30),
          "the pool as it was",
          () -> host.containers().size() <= containers);
    }
  }

  @Test
  void containers_ofThisHomeWithoutAHost_areSweptAndThoseOfOthersAreNot() throws Exception {
    try (TestHome home = TestHome.of(TestHome.ENABLED)) {
      String instance;
      try (HostProcess host = HostProcess.ready(home)) {
        instance = host.instanceId();
      }
      String image =
          Answer.JSON.readTree(Checkout.images().toFile()).at("/shell/image_id").asText();
      String orphan = sleeping(image, instance);
      String others = sleeping(image, "another-home-of-the-suite");
      try (HostProcess host = HostProcess.ready(home)) {
        Eventually.holds(
            Duration.ofSeconds(30), "a sweep", () -> !host.containers().contains(orphan));

        assertThat(Engine.containersOf("another-home-of-the-suite")).containsExactly(others);
      } finally {
        Engine.docker("rm", "-f", others);
      }
    }
  }

  private static void run(HostProcess host, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      host.agent().run(Api.program("python", "print(1)")).is(200);
    }
  }

  private static String sleeping(String image, String instance) throws Exception {
    return Engine.docker(
            "run",
            "-d",
            "--network",
            "none",
            "--label",
            "dev.portcullis.home=" + instance,
            "--entrypoint",
            "/bin/sleep",
            image,
            "600")
        .strip();
  }

  private static List<String> volumes() throws Exception {
    return Engine.docker("volume", "ls", "-q").lines().sorted().toList();
  }

  /** The lowest of a few counts: what comes and goes is no growth. */
  private static int settled(HostProcess host, String what) throws Exception {
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Thread.sleep(300);
      try (var entries = Files.list(Path.of("/proc/" + host.pid() + "/" + what))) {
        counts.add((int) entries.count());
      }
    }
    return counts.stream().min(Integer::compare).orElseThrow();
  }
}
