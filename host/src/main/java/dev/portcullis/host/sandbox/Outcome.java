package dev.portcullis.host.sandbox;

import java.util.List;

/**
 * How a program ended, what it used and what it left. Its output went to the {@link OutputSink}.
 */
public record Outcome(Exit exit, Usage usage, List<Artifact> artifacts) {
  public Outcome {
    artifacts = List.copyOf(artifacts);
  }
}
