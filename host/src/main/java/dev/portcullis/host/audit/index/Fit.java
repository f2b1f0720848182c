package dev.portcullis.host.audit.index;

import java.io.IOException;
import java.util.Optional;

/** Whether an index is one of the journal as it is. */
final class Fit {
  private Fit() {}

  /** Why not; empty if it is. */
  static Optional<String> problem(Tail tail, Followed journal) throws IOException {
    if (tail.first() == 0) {
      return Optional.empty();
    }
    if (tail.last() > journal.tip()) {
      return Optional.of(
          "it goes to record " + tail.last() + ", the journal to record " + journal.tip());
    }
    LineFacts[] found = new LineFacts[1];
    try {
      journal.lines(
          tail.last(),
          line -> {
            found[0] = LineFactsReader.read(line);
            throw new Enough();
          });
    } catch (Enough one) {
      if (found[0].seq() == tail.last() && found[0].hash().equals(tail.hash())) {
        return Optional.empty();
      }
    }
    return Optional.of("record " + tail.last() + " is another one in the journal");
  }

  /** One line is all that was wanted. */
  private static final class Enough extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
