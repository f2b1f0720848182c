package dev.portcullis.host.sandbox.docker;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.Artifact;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Outcome;
import dev.portcullis.host.sandbox.OutputSink;
import dev.portcullis.host.sandbox.Program;
import dev.portcullis.host.sandbox.ProgramFile;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxSpec;
import dev.portcullis.host.sandbox.profile.InvalidProfileException;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The engine and the images that the integration tests run on. Where one is missing the tests fail
 * and say what to run.
 */
final class RealEngine {
  static final Path LOCK =
      Path.of(
          System.getProperty(
              "portcullis.test.lock",
              Path.of(System.getProperty("basedir", "."), "..", "target", "images.json")
                  .toString()));

  private RealEngine() {}

  static ProfileCatalog catalog() throws IOException {
    if (!Files.exists(LOCK)) {
      throw new AssertionError(
          "there are no images at "
              + LOCK
              + ": run `sandbox-profiles/build --lock target/images.json`");
    }
    try {
      return ProfileCatalog.bundled(LOCK);
    } catch (InvalidProfileException invalid) {
      throw new AssertionError("build the images again", invalid);
    }
  }

  static EngineAddress address() {
    String host = System.getenv("DOCKER_HOST");
    EngineAddress address = host == null ? EngineAddress.DEFAULT : EngineAddress.parse(host);
    if (!Files.exists(address.socket())) {
      throw new AssertionError("no engine at " + address.socket() + ": start Docker");
    }
    return address;
  }

  /** A home of its own, so that its containers are nobody else's. */
  static DockerConfig config() throws IOException {
    return DockerConfig.defaults("test-" + UUID.randomUUID(), SeccompProfile.bundled())
        .withEngine(address());
  }

  static SandboxSpec spec(ProfileCatalog.Offer offer) {
    return new SandboxSpec(
        offer.profile(), offer.profile().defaults(), Optional.of(offer.language()));
  }

  static Program program(ProfileCatalog.Offer offer, String code) {
    return program(offer, code, offer.profile().defaults());
  }

  static Program program(ProfileCatalog.Offer offer, String code, Limits limits) {
    String file = offer.language().file();
    return new Program(
        offer.language(),
        file,
        List.of(),
        Map.of(),
        Bytes.EMPTY,
        List.of(new ProgramFile(file, Bytes.of(code.getBytes(StandardCharsets.UTF_8)), false)),
        limits,
        List.of());
  }

  static Ran run(Sandbox sandbox, Program program) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Outcome outcome =
        sandbox.run(
            program,
            new OutputSink() {
              @Override
              public void stdout(Bytes bytes) {
                out.writeBytes(bytes.toArray());
              }

              @Override
              public void stderr(Bytes bytes) {
                err.writeBytes(bytes.toArray());
              }
            });
    return new Ran(
        outcome, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Limits limits(Limits base, Duration wall, Duration cpu, ByteSize memory, int pids) {
    return new Limits(wall, cpu, memory, pids, base.output(), base.workspace());
  }

  /** What came of one program. */
  record Ran(Outcome outcome, String stdout, String stderr) {
    String cause() {
      return outcome.exit().cause();
    }

    List<Artifact> artifacts() {
      return outcome.artifacts();
    }
  }
}
