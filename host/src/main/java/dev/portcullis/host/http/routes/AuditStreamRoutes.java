package dev.portcullis.host.http.routes;

import dev.portcullis.host.audit.AuditStream;
import dev.portcullis.host.http.port.Authenticator;
import dev.portcullis.host.http.problem.Problem;
import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * The journal as it grows, as server-sent events: {@code id} is the record's number, {@code data}
 * its line. A client that was cut off goes on with {@code Last-Event-ID}.
 */
@Path("/v1/audit/stream")
public final class AuditStreamRoutes {
  private static final Duration BUSY = Duration.ofSeconds(10);

  private final AuditStream stream;
  private final Authenticator authenticator;
  private final Duration keyCheck;

  /**
   * @param keyCheck how long a key is trusted before it is looked up again
   */
  AuditStreamRoutes(AuditStream stream, Authenticator authenticator, Duration keyCheck) {
    this.stream = stream;
    this.authenticator = authenticator;
    this.keyCheck = keyCheck;
  }

  /** Records from the one after {@code Last-Event-ID} on, or from {@code from_seq}, or from now. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Needs(Permission.READ_AUDIT)
  @Takes({"from_seq", "principal", "action", "decision", "skill", "stage"})
  public Response stream(@Context ContainerRequestContext context) {
    RecordFilter filter = RecordFilter.of(context);
    OptionalLong from = from(context);
    if (stream.isBusy()) {
      throw new ProblemException(
          Problem.of(ProblemType.SATURATED, "as many follow the journal as the host takes")
              .retryAfter(BUSY));
    }
    BooleanSupplier stillMay = Doorkeeper.stillMay(context, authenticator, Permission.READ_AUDIT);
    StreamingOutput events = out -> follow(from, new Events(out, filter, stillMay, keyCheck));
    return Response.ok(events, MediaType.SERVER_SENT_EVENTS_TYPE).build();
  }

  private void follow(OptionalLong from, Events events) throws IOException {
    try {
      stream.follow(from, events);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the host is stopping");
    }
  }

  private static OptionalLong from(ContainerRequestContext context) {
    String last = context.getHeaderString("Last-Event-ID");
    if (last != null && last.matches("\\d{1,16}")) {
      return OptionalLong.of(Long.parseLong(last) + 1);
    }
    if (last != null) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "header `Last-Event-ID` must be the number of a record");
    }
    Optional<String> text = Query.text(context, "from_seq");
    if (text.isPresent() && !text.get().matches("[1-9]\\d{0,15}")) {
      throw Query.invalid("from_seq", "must be the number of a record");
    }
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  /** Writes events; a comment now and then shows a client that is gone, and a key that ended. */
  private static final class Events implements AuditStream.Listener {
    private static final long COMMENT_AFTER_NS = 15_000_000_000L;

    private final OutputStream out;
    private final RecordFilter filter;
    private final BooleanSupplier stillMay;
    private final long keyCheckAfterNs;
    private long wroteAt = System.nanoTime() - COMMENT_AFTER_NS;
    private long checkedAt = System.nanoTime();
    private long passedOver;

    Events(OutputStream out, RecordFilter filter, BooleanSupplier stillMay, Duration keyCheck) {
      this.out = out;
      this.filter = filter;
      this.stillMay = stillMay;
      this.keyCheckAfterNs = keyCheck.toNanos();
    }

    @Override
    public void take(long seq, byte[] line) throws IOException {
      if (!filter.shows(line)) {
        passedOver = seq;
        return;
      }
      write("id: " + seq + "\nevent: record\ndata: ");
      out.write(line);
      write("\n\n");
      passedOver = 0;
      wroteAt = System.nanoTime();
    }

    @Override
    public boolean pause() throws IOException {
      long now = System.nanoTime();
      if (now - wroteAt >= COMMENT_AFTER_NS) {
        // An id without data moves the place to resume from, and is no event.
        write(passedOver == 0 ? ":\n\n" : "id: " + passedOver + "\n\n");
        passedOver = 0;
        wroteAt = now;
      }
      out.flush();
      if (now - checkedAt < keyCheckAfterNs) {
        return true;
      }
      checkedAt = now;
      return stillMay.getAsBoolean();
    }

    private void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
