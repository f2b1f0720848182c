package dev.portcullis.governor.facts;

import java.util.Optional;

/**
 * What the governor judges. Administrative routes are not judged: they follow the fixed role table.
 */
public enum Action {
  EXECUTION_CREATE("execution.create"),
  SKILL_INVOKE("skill.invoke"),
  SESSION_CREATE("session.create"),
  CRON_FIRE("cron.fire");

  private final String text;

  Action(String text) {
    this.text = text;
  }

  /** The name on the wire, in policies and in the journal. */
  public String text() {
    return text;
  }

  /** The action of that name, if there is one. */
  public static Optional<Action> of(String text) {
    for (Action action : values()) {
      if (action.text.equals(text)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  /** Whether it can come through that door: schedules fire by the scheduler alone. */
  public boolean comesFrom(Source source) {
    return this != CRON_FIRE || source == Source.CRON;
  }

  /** Whether a skill can be part of it: a session is for programs to come. */
  public boolean mayNameASkill() {
    return this != SESSION_CREATE;
  }
}
