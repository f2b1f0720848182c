package dev.portcullis.host.sandbox.runner;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.Outcome;
import dev.portcullis.host.sandbox.OutputSink;
import dev.portcullis.host.sandbox.Program;
import dev.portcullis.host.sandbox.ProgramFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything one runner says, as bytes: what a test puts together and a conversation reads. */
final class Script {
  static final String RECEIPT =
      """
      {"protocol": 1, "uid": 20417, "gid": 20417, "groups": [],
       "capabilities": {"inheritable": "0000000000000000", "permitted": "0000000000000000",
         "effective": "0000000000000000", "bounding": "0000000000000000",
         "ambient": "0000000000000000"},
       "seccomp": 2, "no_new_privileges": true, "dumpable": false, "interfaces": ["lo"],
       "mounts": [{"path": "/", "type": "overlay", "flags": ["ro"]},
         {"path": "/workspace", "type": "tmpfs", "flags": ["rw", "nosuid", "nodev", "noexec"],
          "size_bytes": 67108864}],
       "apparmor": "unavailable",
       "cgroup": {"version": 1, "memory_bytes": 402653184, "pids": 66, "cpu_quota_us": null,
         "cpu_period_us": 100000},
       "rlimits": {"nofile": 1024, "core": 0, "fsize": 67108864},
       "probes": {"mount": "EPERM", "keyctl": "SIGSYS"}}
      """;

  static final int OUTPUT_LIMIT = 10;
  static final ArtifactBounds BOUNDS = new ArtifactBounds(2, new ByteSize(100));

  private static final Language LANGUAGE =
      new Language("sh", List.of(), "5", "main.sh", List.of("/bin/sh", "{entry}"), List.of());

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** What an honest runner says before its program starts. */
  static Script ready() {
    return new Script().frame(0x81, RECEIPT).frame(0x82, "");
  }

  static Program program() {
    return program(Map.of());
  }

  static Program program(Map<String, String> environment) {
    return new Program(
        LANGUAGE,
        "main.sh",
        List.of("one", "two words"),
        environment,
        Bytes.of(new byte[] {1, 2}),
        List.of(new ProgramFile("main.sh", Bytes.of(new byte[] {7, 8, 9}), false)),
        new Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(4),
            ByteSize.ofMebibytes(64),
            8,
            new ByteSize(OUTPUT_LIMIT),
            ByteSize.ofMebibytes(1)),
        List.of("*.png"));
  }

  static String exit(String cause, int code, int signal, int stdoutBytes) {
    return """
        {"cause": "%s", "code": %d, "signal": %d, "wall_us": 2950, "cpu_us": 2100,
         "peak_memory_bytes": 9437184, "stdout_bytes": %d, "stderr_bytes": 0, "oom_kills": 0,
         "pids_events": 0, "processes_killed": 0}
        """
        .formatted(cause, code, signal, stdoutBytes);
  }

  Script frame(int type, String payload) {
    return frame(type, payload.getBytes(StandardCharsets.UTF_8));
  }

  Script frame(int type, byte[] payload) {
    return header(type, payload.length).raw(payload);
  }

  Script header(int type, int length) {
    return raw(
        new byte[] {
          (byte) type,
          (byte) (length >>> 24),
          (byte) (length >>> 16),
          (byte) (length >>> 8),
          (byte) length
        });
  }

  Script raw(byte[] some) {
    bytes.writeBytes(some);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Reads it all the way a sandbox does, with nobody at the other end. */
  Told read() throws RunnerLostException, IOException {
    return read(toBytes());
  }

  static Told read(byte[] stream) throws RunnerLostException, IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Conversation conversation = new Conversation(new ByteArrayInputStream(stream), sent, BOUNDS);
    Kept kept = new Kept();
    RunnerReceipt receipt = conversation.receipt();
    conversation.awaitReady();
    conversation.deliver(program());
    conversation.start(program(), false);
    Outcome outcome = conversation.follow(program(), kept);
    return new Told(receipt, outcome, kept.out.toByteArray(), kept.err.toByteArray());
  }

  /** What was understood. */
  static final class Told {
    final RunnerReceipt receipt;
    final Outcome outcome;
    final byte[] stdout;
    final byte[] stderr;

    Told(RunnerReceipt receipt, Outcome outcome, byte[] stdout, byte[] stderr) {
      this.receipt = receipt;
      this.outcome = outcome;
      this.stdout = stdout;
      this.stderr = stderr;
    }
  }

  /** Keeps what a program wrote. */
  static final class Kept implements OutputSink {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Override
    public void stdout(Bytes bytes) {
      out.writeBytes(bytes.toArray());
    }

    @Override
    public void stderr(Bytes bytes) {
      err.writeBytes(bytes.toArray());
    }
  }
}
