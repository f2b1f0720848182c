package dev.portcullis.host.cli;

import dev.portcullis.host.FollowedJournal;
import dev.portcullis.host.IndexPlace;
import dev.portcullis.host.InstanceId;
import dev.portcullis.host.Version;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.index.ForeignIndexException;
import dev.portcullis.host.audit.index.Reindex;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalRefusedException;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.config.Home;
import dev.portcullis.host.config.HostConfigReader;
import dev.portcullis.host.config.InvalidConfigException;
import dev.portcullis.host.store.IndexLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the index of the journal anew, while no host runs. */
@Command(
    name = "reindex",
    description = "Make the audit index anew from the journal, while the host is stopped.")
final class AuditReindexCommand extends CliCommand {
  @Option(
      names = "--replace",
      description = "Also where the database holds the index of another host's journal.")
  boolean replace;

  AuditReindexCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, IOException {
    Home home = common.home();
    if (!Files.isRegularFile(home.instanceId())) {
      throw new Failure(
          ExitCode.HOME, "there is no home at " + home.root(), "name another with --home");
    }
    IndexLocation location = location(home);
    String instance = InstanceId.of(home);
    try (FileJournal journal =
        FileJournal.open(
            home.audit(),
            new HostIdentity(instance, Version.current()),
            JournalSettings.DEFAULT,
            Clock.systemUTC())) {
      long last = journal.state().lastSeq();
      journal.append(
          new AuditRecord.Admin(
              LocalHome.person(), "audit.reindex", Map.of(), Map.of("records", last)));
      reindex(location, instance, journal);
      return ExitCode.OK;
    } catch (JournalRefusedException refused) {
      throw new Failure(
          ExitCode.HOME,
          String.valueOf(refused.getMessage()),
          "stop the host, say this again, and start it; where its index does not fit the journal a"
              + " running host makes it anew by itself",
          refused);
    } catch (ForeignIndexException foreign) {
      throw new Failure(ExitCode.HOME, String.valueOf(foreign.getMessage()), "", foreign);
    } catch (AuditUnavailableException unavailable) {
      throw new Failure(
          ExitCode.HOME,
          "the journal takes no record: nothing was changed",
          "portcullis doctor",
          unavailable);
    }
  }

  private static IndexLocation location(Home home) throws Failure, IOException {
    try {
      return IndexPlace.of(home, HostConfigReader.read(home.config()));
    } catch (InvalidConfigException invalid) {
      throw new Failure(ExitCode.HOME, String.valueOf(invalid.getMessage()), "", invalid);
    }
  }

  private void reindex(IndexLocation location, String instance, FileJournal journal)
      throws IOException, ForeignIndexException {
    long begun = System.nanoTime();
    long records;
    try (ProgressBar bar = new ProgressBar(terminal(), journal.state().lastSeq(), "records", 1)) {
      records = Reindex.all(location, instance, new FollowedJournal(journal), replace, bar::at);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    long rate = Math.round(records / seconds);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("index", location.shown());
    document.put("records", records);
    document.put("seconds", Math.round(seconds * 1_000) / 1_000.0);
    document.put("records_per_second", rate);
    common.print(
        document,
        () ->
            line(
                String.format(
                    Locale.ROOT,
                    "indexed %,d records in %s, in %.1f s (%,d a second)",
                    records,
                    location.shown(),
                    seconds,
                    rate)));
  }
}
