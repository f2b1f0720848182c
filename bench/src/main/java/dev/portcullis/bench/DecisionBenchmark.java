package dev.portcullis.bench;

import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.exception.AuthException;
import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.policy.Effect;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision: an agent's program is allowed after every rule about it was evaluated. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecisionBenchmark {
  @Param({"10", "200", "1000", "10000"})
  public int rules;

  private @Nullable Engines engines;

  @Setup
  public void prepare() throws Exception {
    engines = Engines.of(rules);
    // Three engines that disagree measure three different things.
    if (!portcullis().decision().outcome().equals(Optional.of(Effect.ALLOW))
        || !jcasbin()
        || !cedar().success.orElseThrow().isAllowed()) {
      throw new IllegalStateException("the engines do not agree that the request is allowed");
    }
  }

  @Benchmark
  public Judgement portcullis() {
    return engines().portcullis();
  }

  @Benchmark
  public boolean jcasbin() {
    return engines().jcasbin();
  }

  @Benchmark
  public AuthorizationResponse cedar() throws AuthException {
    return engines().cedar();
  }

  private Engines engines() {
    return Objects.requireNonNull(engines);
  }
}
