package dev.portcullis.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.host.audit.Appended;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.index.FollowingIndex;
import dev.portcullis.host.audit.index.RecordPage;
import dev.portcullis.host.audit.index.RecordQuery;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.store.IndexLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index behind a real journal. */
class AuditIndexFollowsTest {
  private static final int WRITERS = 8;
  private static final int EACH = 40;

  @TempDir Path directory;

  private FileJournal journal() throws Exception {
    return FileJournal.open(
        directory.resolve("audit"),
        new HostIdentity("i", "0"),
        new JournalSettings(128 << 10, 8),
        Clock.systemUTC());
  }

  private FollowingIndex follow(FileJournal journal) {
    FollowingIndex index =
        new FollowingIndex(
            new IndexLocation.File(directory.resolve("audit_index.db")),
            "i",
            new FollowedJournal(journal));
    index.start();
    return index;
  }

  @Test
  void find_whileManyWrite_seesEveryRecordThatWasAcknowledged() throws Exception {
    try (FileJournal journal = journal();
        FollowingIndex index = follow(journal);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        String name = "test.writer" + writer;
        writers.add(() -> writeAndFind(journal, index, name));
      }
      int found = 0;
      for (Future<Integer> writer : threads.invokeAll(writers)) {
        found += writer.get();
      }
      assertThat(found).isEqualTo(WRITERS * EACH);
    }
  }

  private static int writeAndFind(FileJournal journal, FollowingIndex index, String name)
      throws Exception {
    int found = 0;
    for (int i = 0; i < EACH; i++) {
      Appended written = journal.append(new AuditRecord.SystemEvent(name, Map.of("n", i)));
      RecordPage page = index.find(RecordQuery.newest(1).before(written.seq() + 1));
      assertThat(new ObjectMapper().readTree(page.lines().getFirst()).path("hash").asText())
          .isEqualTo(written.hash());
      found++;
    }
    return found;
  }

  @Test
  void append_whereTheIndexCannotBe_isNotConcerned() throws Exception {
    Files.createDirectory(directory.resolve("audit_index.db"));
    try (FileJournal journal = journal();
        FollowingIndex index = follow(journal)) {
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (index.status().problem().isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        assertThat(journal.append(new AuditRecord.SystemEvent("test", Map.of())).seq())
            .isPositive();
      }
      assertThat(journal.state().isAvailable()).isTrue();
    }
  }
}
