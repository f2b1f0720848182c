package dev.portcullis.host.sandbox.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.Artifact;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.Program;
import dev.portcullis.host.sandbox.ProgramFile;
import dev.portcullis.host.sandbox.Receipt;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import dev.portcullis.host.sandbox.Samples;
import dev.portcullis.host.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program can do to its sandbox, and how that is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerDriverIT {
  private final RealEngine real = new RealEngine();

  @BeforeAll
  void connect() throws Exception {
    real.connect();
  }

  @AfterAll
  void close() {
    real.close();
  }

  @Test
  void create_python_receiptIsAsItShouldBe() throws Exception {
    try (Sandbox sandbox = real.driver().create(Samples.spec(python()))) {
      Receipt receipt = sandbox.receipt();
      assertThat(receipt.uid()).isBetween(200_000, 265_535);
      assertThat(receipt.capabilities()).isEqualTo("0000000000000000");
      assertThat(receipt.seccomp()).isEqualTo("filter");
      assertThat(receipt.noNewPrivileges()).isTrue();
      assertThat(receipt.interfaces()).containsExactly("lo");
      assertThat(receipt.rootfs()).isEqualTo("read-only");
      assertThat(receipt.mounts())
          .containsExactlyInAnyOrder("/workspace tmpfs", "/tmp tmpfs", "/dev/shm tmpfs");
      assertThat(receipt.probes()).containsKeys("mount", "keyctl").doesNotContainValue("ALLOWED");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "node", "bash"})
  void run_everyLanguage_printsAndReadsItsInput(String name) throws Exception {
    var offer = real.offer(name);
    String code =
        switch (name) {
          case "python" -> "import sys; print(sys.stdin.read().upper() + sys.argv[1])";
          case "node" ->
              "console.log(require('fs').readFileSync(0, 'utf8').toUpperCase() + process.argv[2])";
          default -> "tr a-z A-Z; printf '%s\\n' \"$1\"";
        };
    Program program =
        new Program(
            offer.language(),
            offer.language().file(),
            List.of("an arg"),
            Map.of(),
            Bytes.of("input ".getBytes(StandardCharsets.UTF_8)),
            List.of(file(offer.language().file(), code)),
            offer.profile().defaults(),
            List.of());
    try (Sandbox sandbox = real.driver().create(Samples.spec(offer.profile()))) {
      Samples.Ran ran = Samples.run(sandbox, program);
      assertThat(ran.stderr()).isEmpty();
      assertThat(ran.stdout()).isEqualTo("INPUT an arg\n");
      assertThat(ran.exit()).isEqualTo(new Exit.Exited(0));
    }
  }

  @Test
  void run_environment_isFixedAndTheCallers() throws Exception {
    Program program =
        with(
            "import os\nfor name in sorted(os.environ): print(name + '=' + os.environ[name])",
            Map.of("GREETING", "hello"),
            List.of());
    try (Sandbox sandbox = real.driver().create(Samples.spec(python()))) {
      assertThat(Samples.run(sandbox, program).stdout())
          .isEqualTo(
              """
              GREETING=hello
              HOME=/workspace
              LANG=C.UTF-8
              PATH=/usr/local/bin:/usr/bin:/bin
              USER=sandbox
              """);
    }
  }

  @Test
  void run_variableReadAtStart_isHeeded() throws Exception {
    Program program =
        with("import sys; print(sys.flags.optimize)", Map.of("PYTHONOPTIMIZE", "2"), List.of());
    try (Sandbox sandbox = real.driver().create(Samples.spec(python()))) {
      assertThat(Samples.run(sandbox, program).stdout()).isEqualTo("2\n");
    }
  }

  @Test
  void run_artifacts_comeBack() throws Exception {
    Program program =
        with(
            """
            import os
            open('a.txt', 'w').write('alpha')
            os.makedirs('out/deep'); open('out/deep/b.bin', 'wb').write(bytes(range(256)))
            os.symlink('/etc/passwd', 'link.txt')
            open('other.dat', 'w').write('no')
            """,
            Map.of(),
            List.of("*.txt", "out/**"));
    try (Sandbox sandbox = real.driver().create(Samples.spec(python()))) {
      byte[] all = new byte[256];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) i;
      }
      assertThat(Samples.run(sandbox, program).outcome().artifacts())
          .containsExactlyInAnyOrder(
              new Artifact.Taken("a.txt", Bytes.of("alpha".getBytes(StandardCharsets.UTF_8))),
              new Artifact.Taken("out/deep/b.bin", Bytes.of(all)),
              new Artifact.Skipped("link.txt", "not_regular"));
    }
  }

  @Test
  void run_endedBySignal_namesIt() throws Exception {
    assertThat(ran("import os, signal; os.kill(os.getpid(), signal.SIGTERM)").exit())
        .isEqualTo(new Exit.Signaled(15));
  }

  @Test
  void run_tooMuchOutput_isCutAtTheLimit() throws Exception {
    Samples.Ran ran = ran("while True: print('x' * 1000)");

    assertThat(ran.cause()).isEqualTo("output_limit");
    assertThat(ran.stdout()).hasSize((int) python().defaults().output().bytes());
  }

  @Test
  void run_tooMuchMemory_isOutOfMemory() throws Exception {
    Samples.Ran ran = ran("b = []\nwhile True: b.append(bytearray(1 << 24))");

    assertThat(ran.cause()).isEqualTo("out_of_memory");
  }

  @Test
  void run_tooMuchProcessorTime_isCpuLimit() throws Exception {
    Limits base = python().defaults();
    Limits limits =
        new Limits(
            base.wall(),
            Duration.ofMillis(300),
            base.memory(),
            base.pids(),
            base.output(),
            base.workspace());

    assertThat(ran("while True: pass", limits).cause()).isEqualTo("cpu_limit");
  }

  @Test
  void run_fullWorkspace_isWorkspaceFull() throws Exception {
    assertThat(ran("with open('f', 'wb') as f:\n  while True: f.write(bytes(1 << 20))").cause())
        .isEqualTo("workspace_full");
  }

  @Test
  void run_tooManyProcesses_isPidsLimit() throws Exception {
    Limits base = python().defaults();
    Limits limits =
        new Limits(base.wall(), base.cpu(), base.memory(), 8, base.output(), base.workspace());
    Samples.Ran ran =
        ran(
            """
            import os, time
            for _ in range(100):
                if os.fork() == 0:
                    time.sleep(60)
            """,
            limits);

    assertThat(ran.cause()).isEqualTo("pids_limit");
    assertThat(ran.stderr()).contains("BlockingIOError");
  }

  @Test
  void run_forbiddenCall_isSeccomp() throws Exception {
    assertThat(ran("import ctypes; ctypes.CDLL(None).syscall(250, 0, -3, 0)").cause())
        .isEqualTo("seccomp");
  }

  @Test
  void run_lessMemoryThanTheSandbox_isKept() throws Exception {
    Limits limits = Samples.withMemory(python().defaults(), ByteSize.ofMebibytes(32));

    assertThat(ran("b = bytearray(250 << 20)", limits).cause()).isEqualTo("out_of_memory");
  }

  @Test
  void run_runnerKilledFromOutside_isRunnerLost() throws Exception {
    try (Sandbox sandbox = real.driver().create(Samples.spec(python()));
        Engine engine = real.engine()) {
      String id = containers(engine, real.config()).getLast();
      CountDownLatch killed = new CountDownLatch(1);
      Thread killer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      Thread.sleep(300);
                      engine.call("kill", client -> client.killContainerCmd(id).exec());
                      killed.countDown();
                    } catch (Exception failed) {
                      throw new IllegalStateException(failed);
                    }
                  });
      Samples.Ran ran =
          Samples.run(
              sandbox,
              Samples.program(python(), "import time; print('here', flush=True); time.sleep(60)"));
      killer.join();

      assertThat(killed.await(1, TimeUnit.SECONDS)).isTrue();
      assertThat(ran.cause()).isEqualTo("runner_lost");
      assertThat(ran.stdout()).isEqualTo("here\n");
      assertThat(sandbox.isAlive()).isFalse();
    }
  }

  @Test
  void isAlive_runnerKilledWhileItWaits_isFalse() throws Exception {
    try (Sandbox sandbox = real.driver().create(Samples.spec(python()));
        Engine engine = real.engine()) {
      assertThat(sandbox.isAlive()).isTrue();
      String id = containers(engine, real.config()).getLast();
      engine.call("kill", client -> client.killContainerCmd(id).exec());
      for (int i = 0; i < 100 && sandbox.isAlive(); i++) {
        Thread.sleep(50);
      }
      assertThat(sandbox.isAlive()).isFalse();
    }
  }

  @Test
  void create_rootWritable_isDriftAndLeavesNothing() throws Exception {
    DockerConfig config = home("drift");
    try (DockerDriver careless =
            new DockerDriver(
                config,
                real.catalog().profiles(),
                (client, plan) -> {
                  var create = ContainerCreation.of(client, plan);
                  requireNonNull(create.getHostConfig()).withReadonlyRootfs(false);
                  return create;
                });
        Engine engine = real.engine()) {
      assertThatThrownBy(() -> careless.create(Samples.spec(python())))
          .isInstanceOf(ReceiptDriftException.class)
          .hasMessageContaining("inside: the root is not read-only")
          .hasMessageContaining("outside: the root read-only is `false`, not `true`");
      assertThat(containers(engine, config)).isEmpty();
    }
  }

  @Test
  void create_noSeccomp_isDrift() throws Exception {
    try (DockerDriver careless =
        new DockerDriver(
            home("unfiltered"),
            real.catalog().profiles(),
            (client, plan) -> {
              var create = ContainerCreation.of(client, plan);
              requireNonNull(create.getHostConfig())
                  .withSecurityOpts(List.of("no-new-privileges", "seccomp=unconfined"));
              return create;
            })) {
      assertThatThrownBy(() -> careless.create(Samples.spec(python())))
          .isInstanceOf(ReceiptDriftException.class)
          .hasMessageContaining("the seccomp mode is `0`, not `2`")
          .hasMessageContaining("is allowed");
    }
  }

  @Test
  void sweep_orphansOfThisHome_areRemovedAndNobodyElses() throws Exception {
    DockerConfig ours = home("ours");
    DockerConfig theirs = home("theirs");
    try (Engine engine = real.engine();
        DockerDriver other = new DockerDriver(theirs, real.catalog().profiles());
        Sandbox kept = other.create(Samples.spec(python()));
        DockerDriver driver = new DockerDriver(ours, real.catalog().profiles());
        Sandbox live = driver.create(Samples.spec(python()))) {
      String orphan =
          engine.call(
              "create",
              client ->
                  client
                      .createContainerCmd(python().imageId())
                      .withLabels(Map.of(ContainerPlan.HOME_LABEL, ours.instanceId()))
                      .exec()
                      .getId());

      assertThat(driver.sweep()).isEqualTo(1);
      assertThat(containers(engine, ours)).hasSize(1).doesNotContain(orphan);
      assertThat(containers(engine, theirs)).hasSize(1);
      assertThat(live.isAlive()).isTrue();
      assertThat(kept.isAlive()).isTrue();
    }
  }

  @Test
  void close_ofTheDriver_leavesNoContainer() throws Exception {
    DockerConfig config = home("closing");
    DockerDriver driver = new DockerDriver(config, real.catalog().profiles());
    Sandbox sandbox = driver.create(Samples.spec(python()));
    driver.close();

    assertThat(sandbox.isAlive()).isFalse();
    try (Engine engine = real.engine()) {
      assertThat(containers(engine, config)).isEmpty();
    }
  }

  @Test
  void preflight_thisEngine_failsNothing() throws Exception {
    List<PreflightCheck> checks = real.driver().preflight();

    assertThat(checks)
        .extracting(PreflightCheck::name)
        .contains("engine", "seccomp", "seccomp_profile", "apparmor", "image_python", "cgroups");
    assertThat(checks)
        .allSatisfy(check -> assertThat(check.status()).isNotEqualTo(PreflightCheck.Status.FAIL));
  }

  @Test
  void preflight_imageGone_failsWithARemedy() throws Exception {
    Profile profile = Samples.profile("absent", 0);
    try (DockerDriver driver = new DockerDriver(home("absent"), List.of(profile))) {
      assertThat(driver.preflight())
          .filteredOn(check -> check.name().equals("image_absent"))
          .singleElement()
          .satisfies(
              check -> {
                assertThat(check.status()).isEqualTo(PreflightCheck.Status.FAIL);
                assertThat(check.remedy()).isNotEmpty();
              });
    }
  }

  private Profile python() {
    return real.offer("python").profile();
  }

  private Samples.Ran ran(String code) throws Exception {
    return ran(code, python().defaults());
  }

  private Samples.Ran ran(String code, Limits limits) throws Exception {
    try (Sandbox sandbox = real.driver().create(Samples.spec(python()))) {
      return Samples.run(sandbox, Samples.program(python().languages().getFirst(), code, limits));
    }
  }

  private Program with(String code, Map<String, String> environment, List<String> artifacts) {
    Language language = python().languages().getFirst();
    return new Program(
        language,
        language.file(),
        List.of(),
        environment,
        Bytes.EMPTY,
        List.of(file(language.file(), code)),
        python().defaults(),
        artifacts);
  }

  private static ProgramFile file(String path, String text) {
    return new ProgramFile(path, Bytes.of(text.getBytes(StandardCharsets.UTF_8)), false);
  }

  private DockerConfig home(String name) throws Exception {
    return DockerConfig.defaults("test-" + name + "-" + System.nanoTime(), SeccompProfile.bundled())
        .withEngine(real.config().engine());
  }

  /** Of one home, the newest last. */
  private static List<String> containers(Engine engine, DockerConfig config) throws Exception {
    return engine
        .call(
            "list",
            client ->
                client
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(ContainerPlan.HOME_LABEL, config.instanceId()))
                    .exec())
        .stream()
        .map(container -> container.getId())
        .toList()
        .reversed();
  }
}
