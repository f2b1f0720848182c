package dev.portcullis.host.audit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.Appended;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.OpenExecution;
import dev.portcullis.host.audit.Records;
import dev.portcullis.host.audit.Reservation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * A host of which only the journal is left, in a process of its own that can be killed. It closes
 * what the one before left open, then 16 producers write, and every acknowledged record is told on
 * standard output as {@code seq hash}.
 */
final class JournalProcess implements AutoCloseable {
  private static final int PRODUCERS = 16;

  private final Process process;
  private final Path told;

  private JournalProcess(Process process, Path told) {
    this.process = process;
    this.told = told;
  }

  static JournalProcess start(Path directory) throws IOException {
    Path told = Files.createTempFile("journal-process", ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                JournalProcess.class.getName(),
                directory.toString())
            .redirectOutput(told.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new JournalProcess(process, told);
  }

  /** Waits until it has told of that many records. */
  void awaitTold(int lines) throws IOException, InterruptedException {
    while (told().size() < lines) {
      assertThat(process.isAlive()).as("the writer goes on").isTrue();
      Thread.sleep(10);
    }
  }

  /** What it told, as {@code seq hash}; a last line that a kill cut short is left out. */
  List<String> told() throws IOException {
    String all = Files.readString(told, StandardCharsets.US_ASCII);
    return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.delete(told);
  }

  public static void main(String[] arguments) throws Exception {
    FileJournal journal =
        FileJournal.open(
            Path.of(arguments[0]),
            Records.HOST,
            new JournalSettings(256 * 1024, 64),
            Clock.systemUTC());
    for (OpenExecution open : journal.openExecutions()) {
      tell(journal.append(open.lost("host_lost", "the host was killed")));
    }
    String run = Long.toString(ProcessHandle.current().pid());
    List<Callable<Void>> producers = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      String producer = "exe_" + run + "_" + p + "_";
      producers.add(
          () -> {
            for (int i = 0; ; i++) {
              Reservation reservation = journal.reserve().orElseThrow();
              tell(journal.append(Records.decided(producer + i)));
              tell(journal.append(new AuditRecord.SystemEvent("test.between", Map.of("n", i))));
              tell(reservation.append(Records.finished(producer + i)));
            }
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Ends by the first failure, or by being killed.
      threads.invokeAny(producers);
    }
  }

  private static void tell(Appended appended) {
    PrintStream out = System.out;
    // One write a line: a line is told whole or not at all.
    out.writeBytes(
        (appended.seq() + " " + appended.hash() + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
