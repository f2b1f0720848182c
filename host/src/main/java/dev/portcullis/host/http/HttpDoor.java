package dev.portcullis.host.http;

import dev.portcullis.host.http.edge.Bodies;
import dev.portcullis.host.http.edge.EdgeHandler;
import dev.portcullis.host.http.edge.HeaderPatience;
import dev.portcullis.host.http.edge.ProblemErrorHandler;
import dev.portcullis.host.http.metrics.HttpMeters;
import dev.portcullis.host.http.routes.Routes;
import dev.portcullis.host.lifecycle.Repeating;
import java.io.IOException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.servlet.ServletContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running HTTP server with the routes of {@code /v1}. */
public final class HttpDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

  /** Platform threads: selectors, acceptor and timers; requests run on virtual ones. */
  private static final int THREADS = 16;

  private static final int HEADER_BYTES = 16 << 10;

  private final Server server;
  private final ServerConnector connector;
  private final Repeating sweeping;

  private HttpDoor(Server server, ServerConnector connector, Repeating sweeping) {
    this.server = server;
    this.connector = connector;
    this.sweeping = sweeping;
  }

  /**
   * Opens the door; requests are taken when this returns.
   *
   * @throws IOException if the address cannot be listened on
   */
  public static HttpDoor start(HttpConfig config, Routes.Ports ports) throws IOException {
    var threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
    var server = new Server(threads);
    server.setStopTimeout(config.grace().toMillis());
    server.setErrorHandler(new ProblemErrorHandler());

    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(protocol()));
    connector.setHost(config.address());
    connector.setPort(config.port());
    connector.setIdleTimeout(config.idle().toMillis());
    connector.setAcceptQueueSize(1_024);
    var patience = new HeaderPatience(config.idle());
    connector.addBean(patience);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(config.connections(), server));

    var bodies = new Bodies(config.maxBodyBytes(), config.bytesInFlight(), config.bodyPatience());
    var servlets = new ServletContextHandler("/", false, false);
    servlets.setErrorHandler(new ProblemErrorHandler());
    var jersey =
        new ServletHolder(
            "routes", new ServletContainer(Routes.of(ports, bodies, config.maxBodyBytes())));
    jersey.setInitOrder(1);
    servlets.addServlet(jersey, "/*");
    var edge =
        new EdgeHandler(
            servlets,
            config.hostNames(),
            config.origins(),
            config.proxies(),
            new HttpMeters(ports.meters()),
            patience);
    server.setHandler(new GracefulHandler(edge));

    var sweeping = new Repeating("http-patience", config.idle().dividedBy(4), patience::sweep);
    sweeping.start();
    var door = new HttpDoor(server, connector, sweeping);
    try {
      server.start();
    } catch (IOException cannotListen) {
      door.close();
      throw cannotListen;
    } catch (Exception failed) {
      door.close();
      throw new IOException("the HTTP server did not start", failed);
    }
    return door;
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /**
   * Takes no more requests, lets those under way finish within the grace, then ends them.
   * Idempotent.
   */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception failed) {
      // Jetty stops every part it can and reports what failed; there is nobody to pass it on to.
      LOG.warn("the HTTP server did not stop cleanly", failed);
    }
    sweeping.close();
  }

  private static HttpConfiguration protocol() {
    var protocol = new HttpConfiguration();
    protocol.setSendServerVersion(false);
    protocol.setSendXPoweredBy(false);
    protocol.setSendDateHeader(true);
    protocol.setRequestHeaderSize(HEADER_BYTES);
    protocol.setHttpCompliance(HttpCompliance.RFC9110);
    protocol.setUriCompliance(UriCompliance.DEFAULT);
    return protocol;
  }
}
