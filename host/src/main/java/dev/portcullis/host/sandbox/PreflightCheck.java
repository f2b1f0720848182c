package dev.portcullis.host.sandbox;

/**
 * One thing that must hold before anything runs.
 *
 * @param name stable, lower case with underscores, such as {@code seccomp_profile}
 * @param detail what was found
 * @param remedy what to do about it; empty where it passed
 */
public record PreflightCheck(String name, Status status, String detail, String remedy) {
  /** Whether it held; a failing check refuses, a warning is shown. */
  public enum Status {
    PASS,
    WARN,
    FAIL
  }
}
