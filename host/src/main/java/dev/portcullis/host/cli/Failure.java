package dev.portcullis.host.cli;

import org.jspecify.annotations.Nullable;

/** A command could not do what it was asked; the message and the remedy are for people. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String remedy;

  Failure(int exitCode, String message, String remedy) {
    this(exitCode, message, remedy, null);
  }

  Failure(int exitCode, String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.remedy = remedy;
  }

  int exitCode() {
    return exitCode;
  }

  /** What to do about it; empty where the message says it all. */
  String remedy() {
    return remedy;
  }
}
