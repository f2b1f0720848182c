package dev.portcullis.host.sandbox;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import java.util.List;

/**
 * A kind of sandbox: its image, its languages and its limits.
 *
 * @param imageId the engine's id of the image, {@code sha256:} and 64 hexadecimal digits
 * @param runnerSha256 digest of the runner in that image
 * @param defaults what a request gets that asks for nothing
 * @param maximum what no request gets more than
 * @param tmp size of {@code /tmp}
 * @param sharedMemory size of {@code /dev/shm}
 * @param executable whether files under {@code /workspace} and {@code /tmp} may be executed
 * @param waiting how many sandboxes the pool keeps ready
 */
public record Profile(
    String name,
    String imageId,
    String runnerSha256,
    List<Language> languages,
    Limits defaults,
    Limits maximum,
    ByteSize tmp,
    ByteSize sharedMemory,
    boolean executable,
    int waiting) {
  public Profile {
    languages = List.copyOf(languages);
  }
}
