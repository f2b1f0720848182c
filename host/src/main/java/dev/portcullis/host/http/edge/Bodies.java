package dev.portcullis.host.http.edge;

import dev.portcullis.host.http.problem.Problem;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads request bodies within bounds: of one body, of all bodies held at once, and of the time one
 * may take to arrive.
 */
public final class Bodies {
  /** A refused body is read and thrown away up to here, so that the sender hears the refusal. */
  private static final long DRAINED = 32L << 20;

  private static final int CHUNK = 16 << 10;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int largest;
  private final BytesInFlight room;
  private final Duration patience;

  /**
   * Bounds.
   *
   * @param largest bytes of one body
   * @param inFlight bytes of all bodies that are being read or parsed
   * @param patience how long a body may take to arrive
   */
  public Bodies(int largest, long inFlight, Duration patience) {
    this.largest = largest;
    this.room = new BytesInFlight(inFlight);
    this.patience = patience;
  }

  /**
   * Reads a body to its end.
   *
   * @param declared its {@code Content-Length}, or -1
   * @param awaitsGo whether the sender waits to be told to go on ({@code Expect: 100-continue})
   * @throws ProblemException if it is too large, too slow, broken off, or there is no room for it
   */
  public Body read(InputStream in, long declared, boolean awaitsGo) {
    var clock = new Patience(patience);
    if (declared > largest) {
      if (!awaitsGo) {
        drain(in, 0, clock);
      }
      throw tooLarge();
    }
    BytesInFlight.Share share = room.share();
    try {
      return new Body(
          declared >= 0 ? exact(in, (int) declared, share, clock) : open(in, share, clock), share);
    } catch (IOException brokenOff) {
      share.close();
      throw new ProblemException(ProblemType.INVALID_REQUEST, "the body broke off");
    } catch (RuntimeException | Error failed) {
      share.close();
      throw failed;
    }
  }

  /** Reads what is left of a body that nobody wants, so that its sender hears why. */
  public void discard(InputStream in) {
    drain(in, 0, new Patience(patience));
  }

  private byte[] exact(InputStream in, int size, BytesInFlight.Share share, Patience clock)
      throws IOException {
    reserve(share, size, in, 0, clock);
    byte[] body = new byte[size];
    int read = 0;
    while (read < size) {
      int more = in.read(body, read, size - read);
      if (more < 0) {
        throw new IOException("the body is shorter than it said");
      }
      read += more;
      clock.check();
    }
    return body;
  }

  private byte[] open(InputStream in, BytesInFlight.Share share, Patience clock)
      throws IOException {
    reserve(share, CHUNK, in, 0, clock);
    byte[] body = new byte[CHUNK];
    int read = 0;
    while (true) {
      int more = in.read(body, read, body.length - read);
      if (more < 0) {
        return Arrays.copyOf(body, read);
      }
      read += more;
      clock.check();
      if (read > largest) {
        drain(in, read, clock);
        throw tooLarge();
      }
      if (read == body.length) {
        int larger = (int) Math.min(2L * body.length, largest + 1L);
        reserve(share, larger, in, read, clock);
        body = Arrays.copyOf(body, larger);
      }
    }
  }

  private static void reserve(
      BytesInFlight.Share share, long bytes, InputStream in, long read, Patience clock) {
    if (!share.growTo(bytes)) {
      share.close();
      drain(in, read, clock);
      throw new ProblemException(
          Problem.of(ProblemType.SATURATED, "too many bytes of requests are on their way at once")
              .retryAfter(RETRY_AFTER));
    }
  }

  private static void drain(InputStream in, long alreadyRead, Patience clock) {
    byte[] thrownAway = new byte[CHUNK];
    long read = alreadyRead;
    try {
      while (read < DRAINED) {
        int more = in.read(thrownAway);
        if (more < 0) {
          return;
        }
        read += more;
        if (clock.isOver()) {
          return;
        }
      }
    } catch (IOException gone) {
      // The sender went away while it was being refused; the refusal stands, unheard.
      return;
    }
  }

  private ProblemException tooLarge() {
    return new ProblemException(
        ProblemType.BODY_TOO_LARGE, "the body is larger than the " + largest + " bytes permitted");
  }

  /** A body, and its share of the bytes in flight until it is closed. */
  public static final class Body implements AutoCloseable {
    private final byte[] bytes;
    private final BytesInFlight.Share share;

    private Body(byte[] bytes, BytesInFlight.Share share) {
      this.bytes = bytes;
      this.share = share;
    }

    /** Its bytes, not to be changed. */
    public byte[] bytes() {
      return bytes;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
      return bytes.length == 0;
    }

    @Override
    public void close() {
      share.close();
    }
  }

  /** Ends the reading of a body that drips in: each byte resets the idle timeout, not this one. */
  private static final class Patience {
    private final long end;

    Patience(Duration patience) {
      this.end = System.nanoTime() + patience.toNanos();
    }

    boolean isOver() {
      return System.nanoTime() - end > 0;
    }

    void check() {
      if (isOver()) {
        throw new ProblemException(ProblemType.REQUEST_TIMEOUT, "the body took too long to arrive");
      }
    }
  }
}
