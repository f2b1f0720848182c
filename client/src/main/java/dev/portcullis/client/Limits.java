package dev.portcullis.client;

import org.jspecify.annotations.Nullable;

/**
 * Ceilings of one execution, asked for or granted. What is null was not asked for.
 *
 * @param wallMs elapsed time in milliseconds
 * @param cpuMs processor time of the whole tree in milliseconds
 * @param outputBytes bounds stdout and stderr each
 */
public record Limits(
    @Nullable Long wallMs,
    @Nullable Long cpuMs,
    @Nullable Long memoryBytes,
    @Nullable Integer pids,
    @Nullable Long outputBytes,
    @Nullable Long workspaceBytes) {
  /** Nothing asked for. */
  public static final Limits NONE = new Limits(null, null, null, null, null, null);
}
