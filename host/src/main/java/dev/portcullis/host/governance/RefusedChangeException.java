package dev.portcullis.host.governance;

import java.util.List;
import java.util.stream.Collectors;

/** A change names something that is not there, or a time that cannot be; nothing was changed. */
public final class RefusedChangeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Lost when serialized, which nothing does. */
  private final transient List<Fault> faults;

  /**
   * One thing that is wrong.
   *
   * @param pointer where, a JSON pointer into the change
   * @param reason for people
   */
  public record Fault(String pointer, String reason) {}

  RefusedChangeException(List<Fault> faults) {
    super(
        faults.stream()
            .map(fault -> fault.pointer() + " " + fault.reason())
            .collect(Collectors.joining("; ")));
    this.faults = List.copyOf(faults);
  }

  /** All that is wrong, never nothing. */
  public List<Fault> faults() {
    return faults;
  }
}
