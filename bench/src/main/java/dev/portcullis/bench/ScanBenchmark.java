package dev.portcullis.bench;

import dev.portcullis.governor.scan.CodeScanner;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.infra.Blackhole;

/** A look at real source files, one after the other; {@code bytes} counts what was looked at. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ScanBenchmark {
  @Param({"python", "javascript", "shell"})
  public String language = "python";

  private List<byte[]> files = List.of();
  private int next;

  /** What was looked at, reported a second. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Looked {
    public long bytes;
  }

  @Setup
  public void prepare() throws IOException {
    files = Sources.of(language);
  }

  @Benchmark
  public void file(Looked looked, Blackhole seen) {
    byte[] file = files.get(next++ % files.size());
    seen.consume(CodeScanner.scan(language, file));
    looked.bytes += file.length;
  }
}
