package dev.portcullis.host.http;

import java.time.Duration;
import java.util.List;

/**
 * How the door is set up.
 *
 * @param address where it listens
 * @param port 0 takes any free one
 * @param maxBodyBytes larger request bodies are refused
 * @param bytesInFlight what all request bodies that are being read or parsed may hold together
 * @param hostNames names to answer to besides the address itself
 * @param origins web origins that may call
 * @param proxies addresses whose forwarded-for header is believed
 * @param connections how many may be open at once
 * @param idle how long a connection may be silent, and how long the next request's headers may take
 * @param bodyPatience how long a request's body may take to arrive
 * @param grace how long requests may go on while the door closes
 */
public record HttpConfig(
    String address,
    int port,
    int maxBodyBytes,
    long bytesInFlight,
    List<String> hostNames,
    List<String> origins,
    List<String> proxies,
    int connections,
    Duration idle,
    Duration bodyPatience,
    Duration grace) {
  private static final int LARGEST_BODY = 256 << 20;

  public HttpConfig {
    hostNames = List.copyOf(hostNames);
    origins = List.copyOf(origins);
    proxies = List.copyOf(proxies);
    if (maxBodyBytes < 1 || maxBodyBytes > LARGEST_BODY) {
      throw new IllegalArgumentException(
          "a body's bound is from 1 to " + LARGEST_BODY + " bytes, not " + maxBodyBytes);
    }
    if (bytesInFlight <= maxBodyBytes) {
      throw new IllegalArgumentException("the bytes in flight must be more than one body's");
    }
  }

  /** The defaults, on an address and a port. */
  public static HttpConfig on(String address, int port) {
    return new HttpConfig(
        address,
        port,
        8 << 20,
        48L << 20,
        List.of(),
        List.of(),
        List.of(),
        1_024,
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10));
  }
}
