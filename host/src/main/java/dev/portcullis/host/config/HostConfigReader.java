package dev.portcullis.host.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.portcullis.governor.limits.ByteSize;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code config.toml}: every problem is found at once, and a key nobody knows is one. */
public final class HostConfigReader {
  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");

  private static final String POSTGRESQL = "jdbc:postgresql://";
  private static final ByteSize KIBIBYTE = new ByteSize(1 << 10);
  private static final ByteSize MEBIBYTE = ByteSize.ofMebibytes(1);

  /** A body is one array, and four of them are in flight at once. */
  private static final ByteSize LARGEST_BODY = ByteSize.ofMebibytes(256);

  /** The last segment is read whole at every start. */
  private static final ByteSize LARGEST_SEGMENT = ByteSize.ofMebibytes(4096);

  /** Between two checkpoints: more often costs more than it proves. */
  private static final Duration SHORTEST = Duration.ofMillis(10);

  private static final Duration LONGEST = Duration.ofDays(1);

  private final List<String> problems = new ArrayList<>();
  private final Set<String> sections = new LinkedHashSet<>();
  private final JsonNode document;

  private HostConfigReader(JsonNode document) {
    this.document = document;
  }

  /**
   * Reads the file; one that is not there means every default.
   *
   * @throws InvalidConfigException if it is not TOML, or anything in it is wrong or unknown
   */
  public static HostConfig read(Path file) throws IOException, InvalidConfigException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException absent) {
      return parse(file, MissingNode.getInstance());
    }
    try {
      return parse(file, new TomlMapper().readTree(text));
    } catch (JsonProcessingException notToml) {
      var at = notToml.getLocation();
      String where =
          at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
      throw new InvalidConfigException(file, List.of(where + notToml.getOriginalMessage()));
    }
  }

  private static HostConfig parse(Path file, JsonNode document) throws InvalidConfigException {
    var reader = new HostConfigReader(document);
    HostConfig config =
        new HostConfig(
            reader.http(),
            reader.execution(),
            reader.sandbox(),
            reader.policy(),
            reader.audit(),
            reader.log());
    UnknownKeys.report(document, reader.sections, "", reader.problems);
    if (!reader.problems.isEmpty()) {
      throw new InvalidConfigException(file, reader.problems);
    }
    return config;
  }

  private HostConfig.Http http() {
    ConfigSection section = section("http");
    var http =
        new HostConfig.Http(
            section.text("address", "127.0.0.1"),
            section.number("port", 8787, 0, 65_535),
            section.flag("allow_remote_without_tls", false),
            section.size("max_body", ByteSize.ofMebibytes(8), KIBIBYTE, LARGEST_BODY),
            section.texts("host_names"),
            section.texts("origins"),
            section.texts("proxies"));
    section.finish();
    return http;
  }

  private HostConfig.Execution execution() {
    ConfigSection section = section("execution");
    var execution =
        new HostConfig.Execution(
            section.flag("enabled", false),
            section.number("queued_per_principal", 16, 1, 10_000),
            section.duration("queue_time", Duration.ofSeconds(10)),
            section.size("requests_size", ByteSize.ofMebibytes(128)),
            section.duration("results_kept", Duration.ofHours(1)),
            section.size("results_size", ByteSize.ofMebibytes(64)));
    section.finish();
    return execution;
  }

  private HostConfig.Sandbox sandbox() {
    ConfigSection section = section("sandbox");
    var sandbox =
        new HostConfig.Sandbox(
            section.text("engine", "unix:///var/run/docker.sock"),
            section.number("first_uid", 200_000, 1_000, 2_000_000_000),
            section.number("last_uid", 265_535, 1_000, 2_000_000_000),
            section.flag("require_apparmor", false),
            section.flag("require_rootless", false),
            section.number("most", 32, 1, 10_000),
            section.number("cpus_thousandths", 1_000, 50, 1_000_000));
    if (sandbox.lastUid() - sandbox.firstUid() < 1_000) {
      problems.add("sandbox.last_uid: must be at least 1000 above first_uid");
    }
    section.finish();
    return sandbox;
  }

  private HostConfig.Policy policy() {
    ConfigSection section = section("policy");
    var policy = new HostConfig.Policy(section.flag("follow_file", false));
    section.finish();
    return policy;
  }

  private HostConfig.Audit audit() {
    ConfigSection section = section("audit");
    var audit =
        new HostConfig.Audit(
            section.size("segment_size", ByteSize.ofMebibytes(64), MEBIBYTE, LARGEST_SEGMENT),
            new HostConfig.Checkpoints(
                section.number("checkpoint_records", 10_000, 1, 10_000_000),
                section.duration("checkpoint_interval", Duration.ofMillis(500), SHORTEST, LONGEST)),
            new HostConfig.Publishing(
                section.optional("publish_directory").map(Path::of),
                section.optional("publish_webhook").flatMap(text -> webhook(section, text)),
                section.duration("publish_interval", Duration.ofMinutes(1), SHORTEST, LONGEST)),
            section.optionalDuration("keep_archived"),
            indexUrl(section));
    section.finish();
    return audit;
  }

  private static Optional<URI> webhook(ConfigSection section, String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && uri.getUserInfo() == null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException malformed) {
      return section.wrong("publish_webhook", "must be an address", Optional.empty());
    }
    return section.wrong(
        "publish_webhook", "must be an http or https address without a user", Optional.empty());
  }

  private Optional<String> indexUrl(ConfigSection section) {
    String url = section.text("index_url", "");
    if (!url.isEmpty() && !url.startsWith(POSTGRESQL)) {
      problems.add("audit.index_url: must begin with " + POSTGRESQL);
    }
    return url.isEmpty() ? Optional.empty() : Optional.of(url);
  }

  private HostConfig.Log log() {
    ConfigSection section = section("log");
    String level = section.text("level", "info");
    if (!LEVELS.contains(level)) {
      problems.add("log.level: must be error, warn, info or debug");
    }
    section.finish();
    return new HostConfig.Log(level);
  }

  private ConfigSection section(String name) {
    sections.add(name);
    return new ConfigSection(name, document.path(name), problems);
  }
}
