package dev.portcullis.host.audit.index;

import java.util.Arrays;
import java.util.Optional;

/** By what records can be found and counted. Codes are those of the database: never reused. */
public enum Dimension {
  STAGE(1, "stage", true),
  ACTION(2, "action", true),
  /** What was enforced. */
  DECISION(3, "decision", true),
  /** What the policy computed. */
  COMPUTED(4, "computed", false),
  PRINCIPAL(5, "principal", true),
  KEY(6, "key", false),
  SOURCE(7, "source", false),
  CLIENT_IP(8, "client_ip", false),
  SKILL(9, "skill", true),
  LANGUAGE(10, "language", false),
  PROFILE(11, "profile", false),
  MODE(12, "mode", false),
  /** The policy's digest. */
  POLICY(13, "policy", false),
  /** A record has as many as there were rules that determined its decision. */
  RULE(14, "rule", true),
  /** How an execution ended. */
  CAUSE(15, "cause", true),
  /** The code of the problem with which an admitted execution was refused. */
  PROBLEM(16, "problem", false),
  /** In [0, 100]; asked for by its least value. */
  RISK(17, "risk", true),
  /** A word of a record's messages and rules; asked for by its beginning. */
  WORD(18, "word", false);

  private final int code;
  private final String text;
  private final boolean counted;

  Dimension(int code, String text, boolean counted) {
    this.code = code;
    this.text = text;
    this.counted = counted;
  }

  /** The dimension of that name which a filter can name with a value. */
  public static Optional<Dimension> filter(String text) {
    return Arrays.stream(values())
        .filter(dimension -> dimension.text.equals(text) && dimension.isFilter())
        .findFirst();
  }

  /** Whether a filter names it with a whole value. */
  public boolean isFilter() {
    return this != RISK && this != WORD;
  }

  /** The name on the wire. */
  public String text() {
    return text;
  }

  /** The number in the database. */
  int code() {
    return code;
  }

  /** Whether its terms are counted for the summary. */
  boolean isCounted() {
    return counted;
  }
}
