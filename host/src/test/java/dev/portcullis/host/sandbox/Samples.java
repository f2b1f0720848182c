package dev.portcullis.host.sandbox;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Profiles and programs that tests start from. */
public final class Samples {
  private Samples() {}

  /** A language of {@link FakeSandboxDriver}, with a standby. */
  public static Language language() {
    return new Language(
        "fake",
        List.of("fk"),
        "1.0",
        "main.fake",
        List.of("/bin/fake", "{entry}"),
        List.of("/bin/fake"));
  }

  /** A small profile that keeps {@code waiting} ready. */
  public static Profile profile(String name, int waiting) {
    Limits defaults =
        new Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            ByteSize.ofMebibytes(64),
            16,
            ByteSize.ofMebibytes(1),
            ByteSize.ofMebibytes(16));
    Limits maximum =
        new Limits(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            ByteSize.ofMebibytes(512),
            128,
            ByteSize.ofMebibytes(8),
            ByteSize.ofMebibytes(256));
    return new Profile(
        name,
        "sha256:" + "0".repeat(64),
        "0".repeat(64),
        List.of(language()),
        defaults,
        maximum,
        ByteSize.ofMebibytes(8),
        ByteSize.ofMebibytes(4),
        false,
        waiting);
  }

  /** What a program of {@code profile} asks for by default. */
  public static SandboxSpec spec(Profile profile) {
    return new SandboxSpec(
        profile, profile.defaults(), Optional.of(profile.languages().getFirst()));
  }

  /** One file of code in the profile's first language. */
  public static Program program(Profile profile, String code) {
    return program(profile.languages().getFirst(), code, profile.defaults());
  }

  /** One file of code. */
  public static Program program(Language language, String code, Limits limits) {
    return new Program(
        language,
        language.file(),
        List.of(),
        Map.of(),
        Bytes.EMPTY,
        List.of(
            new ProgramFile(
                language.file(), Bytes.of(code.getBytes(StandardCharsets.UTF_8)), false)),
        limits,
        List.of());
  }

  /** {@code base} with another wall time. */
  public static Limits withWall(Limits base, Duration wall) {
    return new Limits(
        wall, base.cpu(), base.memory(), base.pids(), base.output(), base.workspace());
  }

  /** {@code base} with another amount of memory. */
  public static Limits withMemory(Limits base, ByteSize memory) {
    return new Limits(
        base.wall(), base.cpu(), memory, base.pids(), base.output(), base.workspace());
  }

  /** Runs a program and keeps what it wrote. */
  public static Ran run(Sandbox sandbox, Program program)
      throws EngineUnavailableException, InterruptedException {
    Ran.Output output = new Ran.Output();
    return new Ran(sandbox.run(program, output), output);
  }

  /** What came of one program. */
  public record Ran(Outcome outcome, Output output) {
    /** Its standard output. */
    public String stdout() {
      return output.out.toString(StandardCharsets.UTF_8);
    }

    /** Its standard error. */
    public String stderr() {
      return output.err.toString(StandardCharsets.UTF_8);
    }

    /** How it ended. */
    public Exit exit() {
      return outcome.exit();
    }

    /** How it ended, as it is called on the wire. */
    public String cause() {
      return outcome.exit().cause();
    }

    /** Keeps what a program writes. */
    public static final class Output implements OutputSink {
      private final ByteArrayOutputStream out = new ByteArrayOutputStream();
      private final ByteArrayOutputStream err = new ByteArrayOutputStream();

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
}
