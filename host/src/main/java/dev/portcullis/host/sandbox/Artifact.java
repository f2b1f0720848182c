package dev.portcullis.host.sandbox;

/**
 * A file read back from the workspace, or the reason why it was not. Its path is relative to the
 * workspace: text from the sandbox, a name only, never a path on the host.
 */
public sealed interface Artifact {
  /** Its name in the workspace. */
  String path();

  /** A regular file and its bytes. */
  record Taken(String path, Bytes content) implements Artifact {}

  /**
   * A file that matched and was left; {@code reason} is one of the protocol's, such as {@code
   * not_regular}.
   */
  record Skipped(String path, String reason) implements Artifact {}
}
