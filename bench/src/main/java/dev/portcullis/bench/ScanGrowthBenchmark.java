package dev.portcullis.bench;

import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.scan.CodeScanner;
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

/**
 * A look at code that was made to be slow to look at, at doubling sizes: twice the size has to take
 * twice the time.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ScanGrowthBenchmark {
  @Param({"python f'{", "python eval(", "javascript `${", "javascript import", "shell \"$("})
  public String hostile = "";

  @Param({"256", "512", "1024", "2048"})
  public int kibibytes;

  private String language = "";
  private byte[] code = new byte[0];

  @Setup
  public void prepare() {
    int blank = hostile.indexOf(' ');
    language = hostile.substring(0, blank);
    byte[] piece = (hostile.substring(blank + 1) + " ").getBytes(StandardCharsets.UTF_8);
    code = new byte[kibibytes << 10];
    for (int i = 0; i < code.length; i++) {
      code[i] = piece[i % piece.length];
    }
  }

  @Benchmark
  public CodeFacts scan() {
    return CodeScanner.scan(language, code);
  }
}
