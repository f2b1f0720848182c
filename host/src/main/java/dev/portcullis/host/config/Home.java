package dev.portcullis.host.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** {@code $PORTCULLIS_HOME}: where everything of one host is kept, readable by its owner alone. */
public record Home(Path root) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /** The home that {@code $PORTCULLIS_HOME} names, or {@code ~/.portcullis}. */
  public static Home ofEnvironment() {
    String named = System.getenv("PORTCULLIS_HOME");
    return new Home(
        named == null || named.isBlank()
            ? Path.of(System.getProperty("user.home"), ".portcullis").toAbsolutePath()
            : Path.of(named).toAbsolutePath().normalize());
  }

  /**
   * Makes the home and its folders, closed to everybody else; what is there already is closed too.
   */
  public void prepare() throws IOException {
    for (Path folder : new Path[] {root, audit(), logs()}) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }
  }

  /** The operator's configuration. */
  public Path config() {
    return root.resolve("config.toml");
  }

  /** The policy that is imported at first start. */
  public Path policy() {
    return root.resolve("policy.yaml");
  }

  /** Which image each profile is pinned to; written by the image build. */
  public Path images() {
    return root.resolve("images.json");
  }

  /** The operator's own profiles, one folder each. */
  public Path profiles() {
    return root.resolve("profiles");
  }

  /** Keys, run-time configuration, kill switch. */
  public Path database() {
    return root.resolve("portcullis.db");
  }

  /** The index of the journal, where it is in a file of its own; it can be made anew. */
  public Path auditIndex() {
    return root.resolve("audit_index.db");
  }

  /** The journal. */
  public Path audit() {
    return root.resolve("audit");
  }

  /** The secret by which the journal's checkpoints are signed. */
  public Path signingKey() {
    return root.resolve("signing.key");
  }

  /** The host's own log. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** What the running host says of itself, for other processes. */
  public Path daemonState() {
    return root.resolve("daemon_state.json");
  }

  /** The name by which this home's containers are known. */
  public Path instanceId() {
    return root.resolve("instance_id");
  }

  /** Address and admin key of the CLI. */
  public Path credentials() {
    return root.resolve("credentials");
  }

  /** Address and key of a plain agent. */
  public Path agentCredentials() {
    return root.resolve("agent.credentials");
  }
}
