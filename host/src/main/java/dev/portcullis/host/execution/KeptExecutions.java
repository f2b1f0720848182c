package dev.portcullis.host.execution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.host.sandbox.Artifact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What runs, and what ended a while ago: results are kept for a time and up to a size, then only
 * their records remain.
 */
final class KeptExecutions {
  /** What one execution takes besides the bytes of its output. */
  private static final int OVERHEAD_BYTES = 4_096;

  private final ConcurrentNavigableMap<String, AdmittedExecution> byId =
      new ConcurrentSkipListMap<>();
  private final Cache<String, AdmittedExecution> finished;

  KeptExecutions(Duration kept, ByteSize size) {
    finished =
        Caffeine.newBuilder()
            .maximumWeight(size.bytes())
            .weigher((String _, AdmittedExecution execution) -> weight(execution))
            .expireAfterWrite(kept)
            .<String, AdmittedExecution>removalListener((id, _, _) -> byId.remove(id))
            .executor(Runnable::run)
            .build();
  }

  void add(AdmittedExecution execution) {
    byId.put(execution.id().text(), execution);
  }

  /** From now on its result may be dropped. */
  void finished(AdmittedExecution execution) {
    finished.put(execution.id().text(), execution);
  }

  Optional<Execution> find(ExecutionId id) {
    finished.cleanUp();
    return Optional.ofNullable(byId.get(id.text()));
  }

  /** Those that have not ended. */
  List<AdmittedExecution> unfinished() {
    return byId.values().stream()
        .filter(execution -> execution.status() != Execution.Status.FINISHED)
        .toList();
  }

  List<Execution> list(Optional<String> owner, Optional<ExecutionId> before, int limit) {
    finished.cleanUp();
    var older = before.isPresent() ? byId.headMap(before.get().text(), false) : byId;
    List<Execution> page = new ArrayList<>();
    for (AdmittedExecution execution : older.descendingMap().values()) {
      if (owner.isEmpty() || owner.get().equals(execution.owner().id())) {
        page.add(execution);
      }
      if (page.size() == limit) {
        break;
      }
    }
    return page;
  }

  private static int weight(AdmittedExecution execution) {
    long bytes = OVERHEAD_BYTES;
    if (execution.result().isPresent()) {
      ExecutionResult result = execution.result().get();
      bytes += result.stdout().bytes().size() + (long) result.stderr().bytes().size();
      for (Artifact artifact : result.artifacts()) {
        bytes += artifact instanceof Artifact.Taken taken ? taken.content().size() : 0;
      }
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }
}
