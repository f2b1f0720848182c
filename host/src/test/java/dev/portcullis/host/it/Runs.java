package dev.portcullis.host.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** Executions on their way, watched by polling. */
final class Runs {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Runs() {}

  /** The execution once it has ended. */
  static JsonNode finished(Api api, String id) throws Exception {
    return in(api, id, "finished");
  }

  /** The execution once it runs. */
  static JsonNode running(Api api, String id) throws Exception {
    return in(api, id, "running");
  }

  /** The execution once it has that status. */
  static JsonNode in(Api api, String id, String status) throws Exception {
    return Eventually.get(
        PATIENCE,
        "status " + status + " of " + id,
        () -> {
          JsonNode execution = api.get("/v1/executions/" + id).is(200).json();
          return Optional.of(execution).filter(now -> now.path("status").asText().equals(status));
        });
  }
}
