package dev.portcullis.client;

/** By what audit records can be filtered. */
public enum AuditFilter {
  PRINCIPAL("principal"),
  ACTION("action"),
  /** What was enforced: {@code allow}, {@code warn} or {@code block}. */
  DECISION("decision"),
  SKILL("skill"),
  /** {@code decided}, {@code finished}, {@code admin} or {@code system}. */
  STAGE("stage"),
  /** How an execution ended. */
  CAUSE("cause"),
  RULE("rule"),
  SOURCE("source"),
  /** Of an execution, a decision, a request or a trace. */
  ID("id"),
  /** What the policy computed. */
  COMPUTED("computed"),
  /** The id of an API key. */
  KEY("key"),
  CLIENT_IP("client_ip"),
  LANGUAGE("language"),
  PROFILE("profile"),
  MODE("mode"),
  /** A policy's digest. */
  POLICY("policy"),
  /** The code of the problem with which an execution was refused. */
  PROBLEM("problem"),
  /** From 1 to 100. */
  MIN_RISK("min_risk"),
  /** Beginnings of words of messages and rules. */
  TEXT("q"),
  /** Not before this time of RFC 3339. */
  FROM("from"),
  /** Before this time of RFC 3339. */
  TO("to");

  private final String parameter;

  AuditFilter(String parameter) {
    this.parameter = parameter;
  }

  String parameter() {
    return parameter;
  }
}
