package dev.portcullis.host.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.PartialLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The limits that a caller asked for, as its record keeps them. */
final class RecordedLimits {
  private RecordedLimits() {}

  static Map<String, Object> of(PartialLimits asked) {
    Map<String, Object> map = new TreeMap<>();
    asked.wall().ifPresent(wall -> map.put("wall_ms", wall.toMillis()));
    asked.cpu().ifPresent(cpu -> map.put("cpu_ms", cpu.toMillis()));
    asked.memory().ifPresent(memory -> map.put("memory_bytes", memory.bytes()));
    asked.pids().ifPresent(pids -> map.put("pids", (long) pids));
    asked.output().ifPresent(output -> map.put("output_bytes", output.bytes()));
    asked.workspace().ifPresent(workspace -> map.put("workspace_bytes", workspace.bytes()));
    return map;
  }

  static PartialLimits read(JsonNode map) {
    return new PartialLimits(
        number(map, "wall_ms").map(Duration::ofMillis),
        number(map, "cpu_ms").map(Duration::ofMillis),
        number(map, "memory_bytes").map(ByteSize::new),
        map.has("pids") ? OptionalInt.of(map.path("pids").asInt()) : OptionalInt.empty(),
        number(map, "output_bytes").map(ByteSize::new),
        number(map, "workspace_bytes").map(ByteSize::new));
  }

  private static Optional<Long> number(JsonNode map, String name) {
    return map.has(name) ? Optional.of(map.path(name).asLong()) : Optional.empty();
  }
}
