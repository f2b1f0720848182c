package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sandbox whose receipt differs from its profile is destroyed before it gets work. Here the
 * runners of two profiles tell what they should not have to; the driver's own tests have every
 * field.
 */
class Invariant04IT {
  private static HostileImage unfiltered;
  private static HostileImage mounted;
  private static TestHome home;
  private static HostProcess host;

  @BeforeAll
  static void start() throws Exception {
    unfiltered = HostileImage.lying("unfiltered");
    mounted = HostileImage.lying("mount");
    home = TestHome.of(TestHome.ENABLED);
    unfiltered.replace("node", home);
    mounted.replace("shell", home);
    host = HostProcess.live(home, List.of());
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
    home.close();
    unfiltered.close();
    mounted.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "shell"})
  void receipt_thatDiffers_isRefusedRecordedAndItsSandboxDestroyed(String profile)
      throws Exception {
    Answer answer = host.agent().run(Api.program(profile, "honest"));

    answer.isProblem(503, "preflight_failed");
    JsonNode finished = host.journal().records("finished").getLast();
    assertThat(finished.at("/outcome/cause").asText()).isEqualTo("refused");
    assertThat(finished.has("sandbox")).isFalse();
    assertThat(finished.path("profile").asText()).isEqualTo(profile);
    host.agent().run(Api.program("python", "print(1)")).is(200);
    Eventually.holds(
        Duration.ofSeconds(20),
        "no sandbox of the profile that differs",
        () -> containersOf(profile).isEmpty());
  }

  private static List<String> containersOf(String profile) throws Exception {
    return Engine.docker(
            "ps", "-aq",
            "--filter", "label=dev.portcullis.home=" + host.instanceId(),
            "--filter", "label=dev.portcullis.profile=" + profile)
        .lines()
        .toList();
  }
}
