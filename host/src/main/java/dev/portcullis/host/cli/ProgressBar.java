package dev.portcullis.host.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** How far a long work is, on the standard error stream of a person; nothing for programs. */
final class ProgressBar implements AutoCloseable {
  private static final long EVERY = Duration.ofMillis(100).toNanos();
  private static final int WIDTH = 30;

  private final PrintStream err;
  private final boolean shown;
  private final long whole;
  private final String unit;
  private final double per;
  private final long begun = System.nanoTime();
  private long drawnAt = begun;
  private boolean drawn;

  /**
   * @param whole how much there is to do, in the unit in which it is told how far it is
   */
  ProgressBar(Terminal terminal, long whole) {
    this(terminal, whole, "MB", 1e6);
  }

  /**
   * @param unit what is shown
   * @param per so much of what is told is one of these
   */
  ProgressBar(Terminal terminal, long whole, String unit, double per) {
    this.unit = unit;
    this.per = per;
    this.err = terminal.err();
    this.shown = terminal.interactive();
    this.whole = Math.max(1, whole);
  }

  /** So much is done. */
  void at(long done) {
    if (!shown) {
      return;
    }
    long now = System.nanoTime();
    if (now - drawnAt >= EVERY) {
      drawnAt = now;
      drawn = true;
      draw(done, now);
    }
  }

  private void draw(long done, long now) {
    double part = Math.min(1, (double) done / whole);
    int full = (int) (part * WIDTH);
    double seconds = (now - begun) / 1e9;
    err.printf(
        Locale.ROOT,
        "\r[%s%s] %3.0f%%  %,.0f %s, %.0f s to go ",
        "#".repeat(full),
        "-".repeat(WIDTH - full),
        part * 100,
        done / per,
        unit,
        part == 0 ? 0 : seconds / part - seconds);
    err.flush();
  }

  /** Takes itself away. */
  @Override
  public void close() {
    if (drawn) {
      err.print("\r" + " ".repeat(WIDTH + 50) + "\r");
      err.flush();
    }
  }
}
