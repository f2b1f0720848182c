package dev.portcullis.host.http.routes;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;

/** The fixed role table: which roles may do what. No mode, policy or toggle changes it. */
enum Permission {
  RUN,
  SEE_EXECUTIONS,
  /** Others' executions too, never their code. */
  SEE_ALL_EXECUTIONS,
  CANCEL,
  /** Others' executions too: seeing one is not a right to end it. */
  CANCEL_ALL,
  READ_LANGUAGES,
  READ_CONFIG,
  CHANGE_CONFIG,
  READ_POLICIES,
  MANAGE_POLICIES,
  /** Ask what would be decided, and what would have been. */
  REHEARSE,
  HALT,
  READ_PREFLIGHT,
  READ_TELEMETRY,
  READ_AUDIT,
  ARCHIVE,
  MANAGE_KEYS;

  boolean of(Principal principal) {
    return principal.roles().stream().anyMatch(this::of);
  }

  private boolean of(Role role) {
    return role == Role.ADMIN
        || switch (this) {
          case SEE_EXECUTIONS, READ_LANGUAGES -> true;
          case RUN, CANCEL -> role == Role.AGENT;
          case SEE_ALL_EXECUTIONS,
              READ_CONFIG,
              READ_POLICIES,
              REHEARSE,
              READ_TELEMETRY,
              READ_AUDIT ->
              role == Role.AUDITOR || role == Role.OPERATOR;
          case CHANGE_CONFIG, HALT, READ_PREFLIGHT, ARCHIVE -> role == Role.OPERATOR;
          case CANCEL_ALL, MANAGE_POLICIES, MANAGE_KEYS -> false;
        };
  }
}
