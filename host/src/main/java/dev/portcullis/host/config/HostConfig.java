package dev.portcullis.host.config;

import dev.portcullis.governor.limits.ByteSize;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything an operator may set in {@code config.toml}; a key that is not there has the default.
 */
public record HostConfig(
    Http http, Execution execution, Sandbox sandbox, Policy policy, Audit audit, Log log) {

  /**
   * The HTTP door.
   *
   * @param address where it listens
   * @param port 0 takes any free one
   * @param allowRemoteWithoutTls must be true for an address that is not loopback
   * @param maxBody larger request bodies are refused
   * @param hostNames names besides the address that a {@code Host} header may carry
   * @param origins web origins that may call
   * @param proxies addresses whose forwarded-for header is believed
   */
  public record Http(
      String address,
      int port,
      boolean allowRemoteWithoutTls,
      ByteSize maxBody,
      List<String> hostNames,
      List<String> origins,
      List<String> proxies) {
    public Http {
      hostNames = List.copyOf(hostNames);
      origins = List.copyOf(origins);
      proxies = List.copyOf(proxies);
    }
  }

  /**
   * What runs.
   *
   * @param enabled whether anything may run at all
   * @param queuedPerPrincipal how many requests of one principal may wait for a sandbox
   * @param queueTime how long a request waits for a sandbox before it is refused
   * @param requestsSize how many bytes the requests that wait and run may hold together
   * @param resultsKept how long results can be fetched
   * @param resultsSize how many bytes of results are kept
   */
  public record Execution(
      boolean enabled,
      int queuedPerPrincipal,
      Duration queueTime,
      ByteSize requestsSize,
      Duration resultsKept,
      ByteSize resultsSize) {}

  /**
   * The engine and what is asked of it.
   *
   * @param engine address of the engine's Unix socket
   * @param firstUid lowest host user id given to a sandbox, never 0
   * @param lastUid highest one
   * @param requireApparmor refuse to run without the AppArmor profile
   * @param requireRootless refuse to run on an engine that runs as root
   * @param most sandboxes at once, waiting ones included
   * @param cpus processors one sandbox may use, in thousandths
   */
  public record Sandbox(
      String engine,
      int firstUid,
      int lastUid,
      boolean requireApparmor,
      boolean requireRootless,
      int most,
      int cpus) {}

  /**
   * The policy file.
   *
   * @param followFile whether a change of {@code policy.yaml} in the home is taken over while the
   *     host runs
   */
  public record Policy(boolean followFile) {}

  /**
   * The journal.
   *
   * @param segmentSize a segment is closed when it is this large
   * @param keepArchived how long archived segments are kept; absent for ever
   * @param indexUrl {@code jdbc:postgresql://...} of the database that holds the index; absent for
   *     a file in the home
   */
  public record Audit(
      ByteSize segmentSize,
      Checkpoints checkpoints,
      Publishing publishing,
      Optional<Duration> keepArchived,
      Optional<String> indexUrl) {}

  /**
   * When a checkpoint is signed: whatever comes first.
   *
   * @param records so many records after the last one
   * @param interval so long after the last one
   */
  public record Checkpoints(int records, Duration interval) {}

  /**
   * Where checkpoints are published, off this host.
   *
   * @param directory such as a mounted share; absent for none
   * @param webhook gets each as a POST; absent for none
   * @param interval how often, at most
   */
  public record Publishing(Optional<Path> directory, Optional<URI> webhook, Duration interval) {}

  /**
   * The host's own log.
   *
   * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
   */
  public record Log(String level) {}
}
