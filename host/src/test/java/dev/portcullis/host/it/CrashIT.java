package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of the host in the middle of everything, and what the next start makes of it: the
 * harder half of invariant 5, of which {@link Invariant05IT} has the rest.
 */
class CrashIT {
  private static final List<Map.Entry<String, String>> ENDLESS =
      List.of(
          Map.entry("python", "import time\nprint('on', flush=True)\ntime.sleep(1000)"),
          Map.entry("python", "while True: pass"),
          Map.entry("node", "setInterval(() => console.log('tick'), 5)"),
          Map.entry("shell", "(setsid sleep 1000 &) ; sleep 1000"),
          Map.entry(
              "python",
              "import multiprocessing as m, time\nm.Process(target=time.sleep, args=(1000,)).start()"));

  @Test
  void kill9_whileProgramsRun_leavesAWholeRecordAndNoContainer() throws Exception {
    try (TestHome home = TestHome.of(TestHome.ENABLED)) {
      HostProcess first = HostProcess.ready(home);
      List<String> running = new ArrayList<>();
      for (Map.Entry<String, String> program : ENDLESS) {
        running.add(
            first
                .agent()
                .start(Api.program(program.getKey(), program.getValue()))
                .is(202)
                .json()
                .path("id")
                .asText());
      }
      first.agent().run(Api.program("python", "print(1)")).is(200);
      Runs.running(first.agent(), running.getFirst());
      Eventually.holds(
          Duration.ofSeconds(30),
          "four programs that run",
          () -> countRunning(first, running) >= 4);
      List<String> containers = first.containers();
      assertThat(containers).isNotEmpty();

      first.kill();
      try (HostProcess second = HostProcess.ready(home)) {
        second.journal().assertEveryAdmissionEndedOnce();
        for (String id : running) {
          JsonNode end = second.journal().about(id).getLast();
          assertThat(end.at("/outcome/cause").asText()).isEqualTo("host_lost");
        }
        assertThat(second.containers()).doesNotContainAnyElementsOf(containers);
        second.agent().run(Api.program("python", "print(1)")).is(200);
        assertVerifies(home);
      }
      assertThat(Engine.containersOf(Files.readString(home.home().instanceId()).strip())).isEmpty();
      assertVerifies(home);
    }
  }

  @Test
  void kill9_ofTheHost_endsItsProgramsEvenBeforeTheNextStart() throws Exception {
    try (TestHome home = TestHome.of(TestHome.ENABLED)) {
      HostProcess host = HostProcess.ready(home);
      String id =
          host.agent().start(Api.program("shell", "sleep 1000")).is(202).json().path("id").asText();
      Runs.running(host.agent(), id);
      String instance = host.instanceId();

      host.kill();

      Eventually.holds(
          Duration.ofSeconds(20),
          "an end of every process",
          () ->
              Engine.docker("ps", "-q", "--filter", "label=dev.portcullis.home=" + instance)
                  .isEmpty());
      HostProcess.ready(home).close();
      assertThat(Engine.containersOf(instance)).isEmpty();
    }
  }

  @RepeatedTest(2)
  void kill9_whileManyProgramsComeAndGo_leavesAWholeRecord() throws Exception {
    try (TestHome home = TestHome.of(TestHome.ENABLED)) {
      HostProcess first = HostProcess.ready(home);
      Api agent = first.agent();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(Thread.ofVirtual().start(() -> runUntilTheHostIsGone(agent)));
      }
      Thread.sleep(1_500);

      first.kill();
      for (Thread caller : callers) {
        caller.join();
      }
      try (HostProcess second = HostProcess.ready(home)) {
        assertThat(second.journal().records("finished")).isNotEmpty();
        second.journal().assertEveryAdmissionEndedOnce();
        second.agent().run(Api.program("python", "print(1)")).is(200);
      }
      assertVerifies(home);
    }
  }

  private static void runUntilTheHostIsGone(Api agent) {
    try {
      while (true) {
        agent.run(Api.program("python", "print(1)"));
      }
    } catch (IOException gone) {
      // What this thread waited for.
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static long countRunning(HostProcess host, List<String> ids) throws Exception {
    long running = 0;
    for (String id : ids) {
      JsonNode execution = host.agent().get("/v1/executions/" + id).is(200).json();
      running += execution.path("status").asText().equals("running") ? 1 : 0;
    }
    return running;
  }

  private static void assertVerifies(TestHome home) throws Exception {
    assertThat(AuditVerifier.verify(home.home().audit())).isInstanceOf(Verification.Intact.class);
    Child.Ended cli = Child.run(home.home(), "audit", "verify", home.home().audit().toString());
    assertThat(cli.code()).as(cli.output()).isZero();
  }
}
