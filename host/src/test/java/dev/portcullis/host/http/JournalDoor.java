package dev.portcullis.host.http;

import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.archive.JournalArchive;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.CheckpointSettings;
import dev.portcullis.host.audit.checkpoint.JournalTransparency;
import dev.portcullis.host.audit.export.JournalExports;
import dev.portcullis.host.audit.follow.JournalStream;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.tlog.NoteSigner;
import dev.portcullis.host.http.routes.Routes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** A real journal behind an open door. */
final class JournalDoor implements AutoCloseable {
  final FileJournal journal;
  final CheckpointLog checkpoints;
  final JournalStream stream;
  final JournalExports exports;
  final OpenDoor door;

  JournalDoor(Path directory, long segmentBytes, Duration keyCheck) throws Exception {
    journal =
        FileJournal.open(
            directory, Records.HOST, new JournalSettings(segmentBytes, 4), Clock.systemUTC());
    checkpoints =
        CheckpointLog.open(
            directory,
            journal,
            NoteSigner.generate("portcullis/test", new SecureRandom()),
            CheckpointSettings.DEFAULT);
    checkpoints.start();
    stream = new JournalStream(journal.reader());
    exports = new JournalExports(journal.reader(), checkpoints, Clock.systemUTC());
    door =
        new OpenDoor(
            HttpConfig.on("127.0.0.1", 0),
            new FakeHost(
                new Routes.JournalPorts(
                    new JournalTransparency(journal.reader(), checkpoints),
                    exports,
                    stream,
                    new JournalArchive(
                        directory, journal, checkpoints, Optional.empty(), Clock.systemUTC()),
                    keyCheck)));
  }

  @Override
  public void close() throws IOException {
    stream.close();
    door.close();
    checkpoints.close();
    journal.close();
  }
}
