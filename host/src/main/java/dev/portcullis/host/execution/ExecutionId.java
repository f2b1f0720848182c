package dev.portcullis.host.execution;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Optional;

/** The name of one execution: {@code exe_} and a ULID, so that ids sort by time. */
public record ExecutionId(String text) {
  private static final String PREFIX = "exe_";

  /** A new one; later ones sort after earlier ones. */
  public static ExecutionId create() {
    return new ExecutionId(PREFIX + UlidCreator.getMonotonicUlid());
  }

  /** Reads what a caller sent, if it is an id at all. */
  public static Optional<ExecutionId> parse(String text) {
    return text.startsWith(PREFIX) && Ulid.isValid(text.substring(PREFIX.length()))
        ? Optional.of(new ExecutionId(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
