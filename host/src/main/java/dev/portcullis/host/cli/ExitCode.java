package dev.portcullis.host.cli;

/** What a command's exit code says. {@code docs/operations.md} has the same table for people. */
public final class ExitCode {
  /** It was done, and what was asked about is well. */
  public static final int OK = 0;

  /** What was asked about is not well: a failing check, a journal that does not verify. */
  public static final int FAILED = 1;

  /** The command line was wrong, or a file it names could not be read. */
  public static final int USAGE = 2;

  /** What was asked about is well but for warnings. */
  public static final int WARNED = 3;

  /** No host answers. */
  public static final int UNREACHABLE = 4;

  /** The key is missing, not known, or may not do this. */
  public static final int DENIED = 5;

  /** The host refused for another reason, with a problem. */
  public static final int REFUSED = 6;

  /** The home is not there, or not as it must be. */
  public static final int HOME = 7;

  /** A fault of Portcullis itself. */
  public static final int INTERNAL = 70;

  /** {@code run}: the program, the host or the engine was lost, or the execution was cancelled. */
  public static final int RUN_LOST = 122;

  /** {@code run}: a limit other than time ended the program. */
  public static final int RUN_LIMIT = 123;

  /** {@code run}: the wall or processor time ran out, as of {@code timeout(1)}. */
  public static final int RUN_TIMEOUT = 124;

  /** {@code run}: nothing ran, for any reason but policy; as of {@code docker run}. */
  public static final int RUN_NOT_STARTED = 125;

  /** {@code run}: policy does not permit it, so nothing ran. */
  public static final int RUN_BLOCKED = 126;

  /** {@code run}: added to the number of the signal that ended the program, as shells do. */
  public static final int RUN_SIGNAL = 128;

  private ExitCode() {}
}
