package dev.portcullis.host.http.edge;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;

/**
 * Hangs up on connections whose next request does not come whole: a peer that drips a byte of a
 * header now and then never runs into the idle timeout, and would hold its connection for ever.
 */
public final class HeaderPatience implements Connection.Listener {
  private static final long BUSY = Long.MIN_VALUE;

  private final long patienceNanos;

  /** Since when each connection has been waiting for a request's headers, or that it is busy. */
  private final Map<Connection, Long> waitingSince = new ConcurrentHashMap<>();

  /**
   * With how long a connection may take from its opening, or from its last answer, to the end of
   * the next request's headers; no shorter than the idle timeout, or it would be that.
   */
  public HeaderPatience(Duration patience) {
    this.patienceNanos = patience.toNanos();
  }

  @Override
  public void onOpened(Connection connection) {
    waitingSince.put(connection, System.nanoTime());
  }

  @Override
  public void onClosed(Connection connection) {
    waitingSince.remove(connection);
  }

  /** Hangs up where the patience is over; to be called now and then. */
  public void sweep() {
    long now = System.nanoTime();
    waitingSince.forEach(
        (connection, since) -> {
          if (since != BUSY && now - since > patienceNanos) {
            connection.getEndPoint().close();
          }
        });
  }

  /** The headers of a request have come; the connection is busy until it is answered. */
  void began(Request request) {
    Connection connection = request.getConnectionMetaData().getConnection();
    waitingSince.replace(connection, BUSY);
    Request.addCompletionListener(
        request, failure -> waitingSince.replace(connection, System.nanoTime()));
  }
}
