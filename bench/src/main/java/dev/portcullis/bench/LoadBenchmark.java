package dev.portcullis.bench;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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

/** From the bytes of a policy to a governor that judges by it. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LoadBenchmark {
  @Param({"200", "10000"})
  public int rules;

  private byte[] document = new byte[0];

  @Setup
  public void prepare() {
    document = Policies.portcullis(rules).getBytes(StandardCharsets.UTF_8);
  }

  /** As a host that starts sees it: the first policy of a new JVM. */
  @Benchmark
  @Fork(5)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  @BenchmarkMode(Mode.SingleShotTime)
  public Governor first() throws InvalidPolicyException {
    return load();
  }

  /** As a host that runs sees it: one policy after another. */
  @Benchmark
  public Governor load() throws InvalidPolicyException {
    return new Governor(new PolicyReader().read(document));
  }
}
