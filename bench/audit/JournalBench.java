import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.host.audit.AuditExports;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.CodeDigest;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.Verdict;
import dev.portcullis.host.audit.checkpoint.CheckpointLog;
import dev.portcullis.host.audit.checkpoint.CheckpointSettings;
import dev.portcullis.host.audit.checkpoint.SigningKey;
import dev.portcullis.host.audit.export.JournalExports;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Verification;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * The journal's speed. Durable records a second by producers, each round beside a bare loop that
 * writes as many lines of the same length at once and syncs; then how fast the journal that came of
 * it is verified and exported. Run by {@code bench/journal}.
 */
final class JournalBench {
  private static final int[] PRODUCERS = {1, 16, 64, 256};
  private static final Principal AGENT = new Principal("agent-7", Set.of(Role.AGENT), "key_1");

  private final Path folder;
  private final Duration time;
  private final int rounds;

  private JournalBench(Path folder, Duration time, int rounds) {
    this.folder = folder;
    this.time = time;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Duration time = Duration.ofMillis((long) (Double.parseDouble(arguments[1]) * 1_000));
    new JournalBench(folder, time, Integer.parseInt(arguments[2])).run();
  }

  private void run() throws Exception {
    Path directory = folder.resolve("audit");
    try (FileJournal journal =
            FileJournal.open(
                directory,
                new HostIdentity("bench", "0"),
                new JournalSettings(64L << 20, 512),
                Clock.systemUTC());
        CheckpointLog checkpoints =
            CheckpointLog.open(
                directory,
                journal,
                SigningKey.of(folder.resolve("signing.key"), "portcullis/bench"),
                CheckpointSettings.DEFAULT)) {
      checkpoints.start();
      byte[] line = line(journal);
      say("a record is %,d bytes; %d rounds of %.1f s a point; medians", line.length + 1, rounds, time.toMillis() / 1e3);
      write(journal, 16); // Warms up, on both sides.
      bare(line, 16);
      say("%-10s %16s %22s %8s", "producers", "journal, /s", "bare append+sync, /s", "ratio");
      for (int producers : PRODUCERS) {
        double[] ours = new double[rounds];
        double[] bare = new double[rounds];
        for (int round = 0; round < rounds; round++) {
          ours[round] = write(journal, producers);
          bare[round] = bare(line, producers);
        }
        say("%-10d %,16.0f %,22.0f %8.2f", producers, median(ours), median(bare), median(ours) / median(bare));
      }
      long records = journal.state().lastSeq();
      checkpoints.covering(records, Duration.ofMinutes(5));
      say("the journal has %,d records, %,d MB; last checkpoint: %s", records, size(directory) >> 20,
          checkpoints.problem().orElse("covers all"));
      JournalExports exports = new JournalExports(journal.reader(), checkpoints, Clock.systemUTC());
      for (AuditExports.Format format : AuditExports.Format.values()) {
        double seconds = seconds(() -> export(exports, format));
        say("export %-12s %,10.0f records/s", format.text(), records / seconds);
      }
    }
    Verification[] found = new Verification[1];
    double seconds = seconds(() -> found[0] = AuditVerifier.verify(directory));
    Verification.Intact intact = (Verification.Intact) found[0];
    say("verify              %,10.0f records/s, %,.0f MB/s", intact.records() / seconds, size(directory) / 1e6 / seconds);
    say("peak resident memory of the whole run: %s", peakMemory());
  }

  /** Durable records a second. */
  private double write(FileJournal journal, int producers) throws Exception {
    LongAdder written = new LongAdder();
    long begun = System.nanoTime();
    long end = begun + time.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        String id = "exe_01J0000000000000000000" + p;
        all.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    journal.append(record(id));
                    written.increment();
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    return written.sum() / ((System.nanoTime() - begun) / 1e9);
  }

  /** The same without a journal: one thread, a write of {@code batch} lines, a sync. */
  private double bare(byte[] line, int batch) throws IOException {
    ByteBuffer lines = ByteBuffer.allocateDirect(batch * (line.length + 1));
    for (int i = 0; i < batch; i++) {
      lines.put(line).put((byte) '\n');
    }
    Path file = folder.resolve("bare");
    long written = 0;
    long begun = System.nanoTime();
    long end = begun + time.toNanos();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      long at = 0;
      while (System.nanoTime() < end) {
        lines.flip();
        while (lines.hasRemaining()) {
          at += channel.write(lines, at);
        }
        channel.force(false);
        written += batch;
      }
    }
    double rate = written / ((System.nanoTime() - begun) / 1e9);
    Files.delete(file);
    return rate;
  }

  private static void export(JournalExports exports, AuditExports.Format format) throws Exception {
    exports.write(
        new AuditExports.Request(format, Optional.empty(), Optional.empty(), Long.MAX_VALUE),
        OutputStream.nullOutputStream());
  }

  private static byte[] line(FileJournal journal) throws IOException, AuditUnavailableException {
    long seq = journal.append(record("exe_01J00000000000000000000")).seq();
    return journal.reader().line(seq).orElseThrow();
  }

  /** Blocked, so that nothing stays open. */
  private static AuditRecord.Decided record(String id) {
    return new AuditRecord.Decided(
        id,
        "dec_01J00000000000000000000",
        new Caller(
            AGENT,
            Source.API,
            Optional.of("127.0.0.1"),
            "req_01J00000000000000000000",
            Optional.of("0123456789abcdef0123456789abcdef"),
            Optional.empty()),
        Action.EXECUTION_CREATE,
        Optional.empty(),
        Optional.of("python"),
        Optional.of("python"),
        new Verdict(
            "sha256:" + "ab".repeat(32),
            3,
            Mode.SOFT_BLOCK,
            Optional.of(Effect.BLOCK),
            Effect.BLOCK,
            80,
            List.of(new Verdict.RuleHit("names-a-credential-path", Optional.empty(), 80))),
        Map.of("code", Map.of("lines", 12, "bytes", 311), "files", 0),
        Optional.of(new CodeDigest("cd".repeat(32), 311, "python")),
        Optional.empty(),
        List.of("LANG"),
        false);
  }

  private static double seconds(Work work) throws Exception {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / 1e9;
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long size(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .mapToLong(
              file -> {
                try {
                  return Files.size(file);
                } catch (IOException gone) {
                  throw new UncheckedIOException(gone);
                }
              })
          .sum();
    }
  }

  private static String peakMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(status -> status.startsWith("VmHWM:"))
        .map(status -> status.substring(6).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
