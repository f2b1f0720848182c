package dev.portcullis.host;

import dev.portcullis.host.audit.index.Followed;
import dev.portcullis.host.audit.journal.FileJournal;
import java.io.IOException;

/** The journal as its index follows it. */
public record FollowedJournal(FileJournal journal) implements Followed {
  @Override
  public long tip() {
    return journal.state().lastSeq();
  }

  @Override
  public long first() throws IOException {
    return journal.reader().firstSeq();
  }

  @Override
  public void lines(long seq, LineTaker each) throws IOException {
    journal.reader().linesFrom(seq, (_, line) -> each.take(line));
  }
}
