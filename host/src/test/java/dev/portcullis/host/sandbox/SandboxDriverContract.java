package dev.portcullis.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the one path relies on, whatever makes the sandboxes. */
public abstract class SandboxDriverContract {
  /** The driver under test; the subclass closes it. */
  protected abstract SandboxDriver driver();

  /** A profile of it. */
  protected abstract Profile profile();

  /** A program that writes a line to standard output. */
  protected abstract String printing(String line);

  /** A program that ends with a code. */
  protected abstract String exiting(int code);

  /** A program that writes `ready` to standard output, then does nothing for long. */
  protected abstract String sleeping();

  @Test
  void run_program_givesItsOutputAndExit() throws Exception {
    try (Sandbox sandbox = driver().create(Samples.spec(profile()))) {
      Samples.Ran ran = Samples.run(sandbox, Samples.program(profile(), printing("hello")));

      assertThat(ran.stdout()).isEqualTo("hello\n");
      assertThat(ran.stderr()).isEmpty();
      assertThat(ran.exit()).isEqualTo(new Exit.Exited(0));
      assertThat(ran.outcome().usage().wall()).isPositive();
    }
  }

  @Test
  void run_failingProgram_givesItsCode() throws Exception {
    try (Sandbox sandbox = driver().create(Samples.spec(profile()))) {
      assertThat(Samples.run(sandbox, Samples.program(profile(), exiting(7))).exit())
          .isEqualTo(new Exit.Exited(7));
    }
  }

  @Test
  void run_longerThanItsWall_isStopped() throws Exception {
    Limits limits = Samples.withWall(profile().defaults(), Duration.ofMillis(300));
    try (Sandbox sandbox = driver().create(Samples.spec(profile()))) {
      Samples.Ran ran =
          Samples.run(
              sandbox, Samples.program(profile().languages().getFirst(), sleeping(), limits));

      assertThat(ran.cause()).isEqualTo("timeout");
      assertThat(ran.stdout()).isEqualTo("ready\n");
    }
  }

  @Test
  void run_secondProgram_isABug() throws Exception {
    try (Sandbox sandbox = driver().create(Samples.spec(profile()))) {
      Program program = Samples.program(profile(), printing("x"));
      Samples.run(sandbox, program);

      assertThatIllegalStateException().isThrownBy(() -> Samples.run(sandbox, program));
    }
  }

  @Test
  void cancel_whileAProgramRuns_stopsIt() throws Exception {
    try (Sandbox sandbox = driver().create(Samples.spec(profile()))) {
      assertThat(endedBy(sandbox, sandbox::cancel).cause()).isEqualTo("cancelled");
    }
  }

  @Test
  void close_whileAProgramRuns_stopsIt() throws Exception {
    Sandbox sandbox = driver().create(Samples.spec(profile()));

    assertThat(endedBy(sandbox, sandbox::close).cause()).isEqualTo("cancelled");
  }

  @Test
  void close_beforeTheProgramRuns_keepsItFromRunning() throws Exception {
    Sandbox sandbox = driver().create(Samples.spec(profile()));
    sandbox.close();

    assertThat(Samples.run(sandbox, Samples.program(profile(), sleeping())).cause())
        .isEqualTo("cancelled");
  }

  @Test
  void cancel_beforeTheProgramRuns_keepsItFromRunning() throws Exception {
    try (Sandbox sandbox = driver().create(Samples.spec(profile()))) {
      sandbox.cancel();

      assertThat(Samples.run(sandbox, Samples.program(profile(), sleeping())).cause())
          .isEqualTo("cancelled");
    }
  }

  @Test
  void close_twice_isTheSameAsOnce() throws Exception {
    Sandbox sandbox = driver().create(Samples.spec(profile()));
    assertThat(sandbox.isAlive()).isTrue();
    sandbox.close();
    sandbox.close();

    assertThat(sandbox.isAlive()).isFalse();
  }

  @Test
  void tighten_lessMemory_isTaken() throws Exception {
    Limits limits = Samples.withMemory(profile().defaults(), ByteSize.ofMebibytes(48));
    try (Sandbox sandbox = driver().create(Samples.spec(profile()))) {
      assertThat(sandbox.tighten(limits)).isTrue();
      assertThat(
              Samples.run(
                      sandbox,
                      Samples.program(profile().languages().getFirst(), printing("small"), limits))
                  .stdout())
          .isEqualTo("small\n");
    }
  }

  @Test
  void create_twice_givesEachAUserOfItsOwn() throws Exception {
    try (Sandbox one = driver().create(Samples.spec(profile()));
        Sandbox other = driver().create(Samples.spec(profile()))) {
      assertThat(one.receipt().uid()).isPositive().isNotEqualTo(other.receipt().uid());
    }
  }

  private Exit endedBy(Sandbox sandbox, Runnable end) throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    OutputSink sink =
        new OutputSink() {
          @Override
          public void stdout(Bytes bytes) {
            ready.countDown();
          }

          @Override
          public void stderr(Bytes bytes) {
            throw new AssertionError("the program wrote an error");
          }
        };
    Program program = Samples.program(profile(), sleeping());
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Thread runner =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    outcome.complete(sandbox.run(program, sink));
                  } catch (EngineUnavailableException | InterruptedException failed) {
                    outcome.completeExceptionally(failed);
                  }
                });
    assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
    end.run();
    Exit exit = outcome.get(10, TimeUnit.SECONDS).exit();
    runner.join();
    return exit;
  }
}
