package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.Host;
import dev.portcullis.host.InstanceId;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.checkpoint.SigningKey;
import dev.portcullis.host.audit.journal.FileJournal;
import dev.portcullis.host.audit.journal.JournalSettings;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.NoteSigner;
import dev.portcullis.host.config.Home;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A real host of a home, made and asked by the commands themselves; it needs no engine. */
final class LiveHost implements AutoCloseable {
  final Home home;
  private final int port;
  private @Nullable Host host;

  LiveHost(Path folder) throws Exception {
    home = new Home(folder.resolve("home"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    done("init", "--port", Integer.toString(port));
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  void start() throws Exception {
    host = Host.start(home, Host.Kind.GATEWAY, Optional.of(port));
  }

  /** Puts so many records in its journal, in small segments, while it is stopped. */
  void fill(int records) throws Exception {
    try (FileJournal journal =
        FileJournal.open(
            home.audit(),
            new HostIdentity(InstanceId.of(home), "0"),
            new JournalSettings(64 << 10, 1),
            Clock.systemUTC())) {
      for (int i = 0; i < records; i++) {
        journal.append(new AuditRecord.SystemEvent("test.fill", Map.of("n", i)));
      }
    }
  }

  Map<String, String> environment() {
    return Map.of("PORTCULLIS_HOME", home.root().toString());
  }

  Invocation invoke(String... arguments) {
    return Invocation.of(environment(), "", arguments);
  }

  /** Invokes what must succeed. */
  Invocation done(String... arguments) {
    Invocation invocation = invoke(arguments);
    assertThat(invocation.exitCode()).as(invocation.err()).isEqualTo(ExitCode.OK);
    return invocation;
  }

  NoteSigner signer() throws Exception {
    return SigningKey.of(home.signingKey(), "not needed");
  }

  /** Its last checkpoint, as soon as that covers so many records. */
  Checkpoint checkpoint(long size) throws Exception {
    Path file = home.audit().resolve("checkpoint");
    for (int i = 0; i < 1_000; i++) {
      if (Files.exists(file)) {
        Checkpoint signed = Checkpoint.open(Files.readAllBytes(file), signer().verifier());
        if (signed.size() >= size) {
          return signed;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no checkpoint covers " + size + " records");
  }

  void stop() {
    if (host != null) {
      host.close();
      host = null;
    }
  }

  @Override
  public void close() {
    stop();
  }
}
