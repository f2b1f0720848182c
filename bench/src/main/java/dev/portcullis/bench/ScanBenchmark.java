package dev.portcullis.bench;

import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.scan.CodeScanner;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

/** A look at one mebibyte of ordinary code; operations a second are MiB a second. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ScanBenchmark {
  private static final Map<String, String> ORDINARY =
      Map.of(
          "python",
          """
          import json, os.path as path
          from collections import defaultdict, Counter

          def read(name: str) -> dict:
              \"\"\"Reads one file, and counts its lines.\"\"\"
              counts = defaultdict(int)  # by first letter
              with open(path.join("data", name), encoding="utf-8") as lines:
                  for number, line in enumerate(lines, start=1):
                      counts[line[:1]] += len(line.strip()) * 2
                      print(f"{number:>5} {line.rstrip()!r} {counts[line[:1]]:,}")
              return {key: value / 10 for key, value in sorted(counts.items()) if value > 3}

          """,
          "javascript",
          """
          import {readFile} from 'node:fs/promises';
          const parts = /^([a-z]+)-(\\d+)$/i;

          /** Reads one file, and counts its lines. */
          export async function read(name) {
            const counts = new Map();  // by first letter
            const text = await readFile(`data/${name}.txt`, {encoding: 'utf-8'});
            for (const [number, line] of text.split("\\n").entries()) {
              const match = parts.exec(line) ?? [line, '', 0];
              counts.set(match[1], (counts.get(match[1]) || 0) + line.length / 2);
              console.log(`${number + 1} ${JSON.stringify(line)} ${counts.get(match[1])}`);
            }
            return Object.fromEntries([...counts].filter(([, value]) => value > 3));
          }

          """,
          "shell",
          """
          set -euo pipefail
          # Counts the lines of each file by first letter.
          for file in data/*.txt; do
            name="$(basename "$file" .txt)"
            count=$(cut -c1 "$file" | sort | uniq -c | sort -rn | head -n 10)
            if [ -n "$count" ]; then
              printf '%s: %s\\n' "$name" "$count" >> out.txt
            else
              cat <<EOF
          nothing in $name
          EOF
            fi
          done

          """);

  @Param({"python", "javascript", "shell"})
  public String language = "python";

  private byte[] code = new byte[0];

  @Setup
  public void prepare() {
    byte[] piece = ORDINARY.getOrDefault(language, "").getBytes(StandardCharsets.UTF_8);
    code = new byte[1 << 20];
    for (int at = 0; at < code.length; at += piece.length) {
      System.arraycopy(piece, 0, code, at, Math.min(piece.length, code.length - at));
    }
  }

  @Benchmark
  public CodeFacts scan() {
    return CodeScanner.scan(language, code);
  }
}
