package dev.portcullis.host.http.port;

import dev.portcullis.host.audit.Caller;

/** Takes note of who reads the audit. Quick, and never fails: the reading goes on. */
@FunctionalInterface
public interface AuditReads {
  /**
   * Somebody reads.
   *
   * @param route its template, one of a closed set
   */
  void note(Caller caller, String route);
}
