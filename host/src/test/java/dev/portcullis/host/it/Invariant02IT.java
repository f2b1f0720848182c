package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * If the journal cannot take a record, nothing runs; reads and the kill switch still work, and what
 * was running still gets its {@code finished} record.
 *
 * <p>The host has the journal on a small file system of its own, in a mount name space that only
 * its process is in; it is filled from here through {@code /proc}.
 */
class Invariant02IT {
  private static final String OWN_DISK =
      "mount -t tmpfs -o size=160m,mode=0700 portcullis-it \"$0\" && exec \"$@\"";
  private static final int PAGE = 4_096;
  private static final int ATTEMPTS = 400;

  @Test
  void journal_withoutSpace_runsNothingAndStillAnswers() throws Exception {
    try (TestHome home = TestHome.of(TestHome.ENABLED);
        HostProcess host = onOwnDisk(home)) {
      host.awaitReady();
      Journal journal = new Journal(seenBy(host, home.home().audit()));
      String running =
          host.agent()
              .start(Api.program("python", "import time; time.sleep(1000)"))
              .is(202)
              .json()
              .path("id")
              .asText();
      Runs.running(host.agent(), running);
      Path ballast = seenBy(host, home.home().audit()).resolve("ballast");
      fill(ballast);

      untilTheJournalIsFull(host);

      int decided = journal.records("decided").size();
      host.agent().run(Api.program("python", "print(1)")).isProblem(503, "audit_unavailable");
      assertThat(journal.records("decided")).hasSize(decided);
      assertThat(journal.records("finished")).isEmpty();
      host.agent().get("/v1/executions/" + running).is(200);
      host.admin().get("/v1/audit").is(200);
      host.admin().get("/v1/governor/config").is(200);
      ObjectNode reason = Answer.JSON.createObjectNode().put("reason", "the disk is full");
      assertThat(host.admin().post("/v1/kill", reason).is(200).json().path("halted").asBoolean())
          .isTrue();
      JsonNode ended = Runs.finished(host.agent(), running);
      assertThat(ended.at("/exit/cause").asText()).isEqualTo("cancelled");
      assertThat(journal.about(running)).hasSize(2);

      Files.delete(ballast);
      Eventually.holds(
          Duration.ofSeconds(30),
          "a journal that takes records again",
          () ->
              host.admin().post("/v1/resume", Answer.JSON.createObjectNode()).status() == 200
                  && host.agent().run(Api.program("python", "print(1)")).status() == 200);
    }
  }

  /** What is left of the last page is used up first; judging alone writes records, too. */
  private static void untilTheJournalIsFull(HostProcess host) throws Exception {
    for (int i = 0; i < ATTEMPTS; i++) {
      Answer answer = host.agent().dryRun(Api.program("python", "print(1)"));
      if (answer.status() != 200) {
        answer.isProblem(503, "audit_unavailable");
        return;
      }
    }
    throw new AssertionError("the journal takes records on a full disk");
  }

  private static HostProcess onOwnDisk(TestHome home) throws Exception {
    return HostProcess.live(
        home, List.of("unshare", "--mount", "sh", "-c", OWN_DISK, home.home().audit().toString()));
  }

  /** The path in the host's own view of the file system. */
  private static Path seenBy(HostProcess host, Path path) {
    return Path.of("/proc/" + host.pid() + "/root" + path);
  }

  private static void fill(Path ballast) throws IOException {
    byte[] page = new byte[PAGE];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(page);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }
}
