package dev.portcullis.host.audit.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.store.IndexLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteIndexTest extends AuditIndexContract {
  @TempDir Path directory;

  @Override
  IndexLocation location() {
    return new IndexLocation.File(directory.resolve("audit_index.db"));
  }

  @Test
  void open_fileThatIsNoDatabase_isMadeAnew() throws Exception {
    Files.writeString(directory.resolve("audit_index.db"), "no database at all ".repeat(1_000));
    ListedJournal journal = new ListedJournal(1);
    new Samples(1).addTo(journal, 30);
    try (FollowingIndex index = new FollowingIndex(location(), "i", journal)) {
      index.start();
      assertThat(numbers(index.find(RecordQuery.newest(100)))).hasSize(30);
    }
  }

  @Test
  void open_whereNoFileCanBe_saysSoAndRecovers() throws Exception {
    Path missing = directory.resolve("not-there");
    IndexLocation location = new IndexLocation.File(missing.resolve("audit_index.db"));
    ListedJournal journal = new ListedJournal(1);
    new Samples(1).addTo(journal, 30);
    try (FollowingIndex index = new FollowingIndex(location, "i", journal)) {
      index.start();
      await(() -> index.status().problem().isPresent());
      Files.createDirectory(missing);
      await(() -> index.status().problem().isEmpty());
      assertThat(numbers(index.find(RecordQuery.newest(100)))).hasSize(30);
    }
  }
}
