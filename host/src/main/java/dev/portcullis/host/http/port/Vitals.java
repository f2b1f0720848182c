package dev.portcullis.host.http.port;

import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.Profile;
import java.time.Duration;
import java.util.List;

/** How the host is. Every question is answered from what is known, quickly. */
public interface Vitals {
  /**
   * The names of what keeps the host from taking work, empty when nothing does. Anybody may read
   * them, without a key, so they say nothing of the machine; {@link #health} says more.
   */
  List<String> unreadyBecause();

  /** The names of what is not well and does not keep it from taking work. For anybody, too. */
  List<String> warnings();

  /** Its health, for those who run it. */
  Health health();

  /** What must hold before anything runs. */
  List<PreflightCheck> preflight();

  /** The kinds of sandbox there are. */
  List<Profile> profiles();

  /**
   * The host's health.
   *
   * @param databaseBytes size of the database on disk
   * @param diskFreeBytes free under the home
   * @param checks everything that is looked at
   */
  record Health(
      Duration uptime, long databaseBytes, long diskFreeBytes, List<PreflightCheck> checks) {
    public Health {
      checks = List.copyOf(checks);
    }
  }
}
