package dev.portcullis.host.sandbox.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portcullis.host.sandbox.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The seccomp profile of every sandbox, as it was when the host started.
 *
 * @param source where it was read, and is read again to see whether it changed
 * @param json what the engine is given, on one line
 * @param sha256 of the bytes that were read
 */
public record SeccompProfile(Source source, String json, String sha256) {
  private static final int MAX_BYTES = 1 << 20;
  private static final Set<String> DENYING =
      Set.of("SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Where a profile is kept. */
  public sealed interface Source {
    /** A file of the machine's. */
    record File(Path path) implements Source {}

    /** An entry of the class path. */
    record Resource(String name) implements Source {}
  }

  /** The profile that comes with this program. */
  public static SeccompProfile bundled() throws IOException {
    return read(new Source.Resource("seccomp/default.json"));
  }

  /**
   * Reads and checks a profile: it must deny what it does not name.
   *
   * @throws IOException if it cannot be read or is not such a profile; the message is for people
   */
  public static SeccompProfile read(Source source) throws IOException {
    byte[] bytes = bytes(source);
    try {
      JsonNode profile = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (!profile.isObject() || !DENYING.contains(profile.path("defaultAction").asText())) {
        throw new IOException("the seccomp profile " + name(source) + " does not deny by default");
      }
      JsonNode calls = profile.path("syscalls");
      if (!calls.isArray() || calls.isEmpty()) {
        throw new IOException("the seccomp profile " + name(source) + " names no system calls");
      }
      for (JsonNode call : calls) {
        if (!call.path("names").isArray() || !call.path("action").isTextual()) {
          throw new IOException(
              "the seccomp profile " + name(source) + " has an entry without names or action");
        }
      }
      return new SeccompProfile(source, JSON.writeValueAsString(profile), Bytes.of(bytes).sha256());
    } catch (JsonProcessingException malformed) {
      throw new IOException(
          "the seccomp profile " + name(source) + " is not JSON: " + malformed.getOriginalMessage(),
          malformed);
    }
  }

  /** Whether what is at {@link #source} now is still what was read. */
  boolean unchanged() throws IOException {
    return Bytes.of(bytes(source)).sha256().equals(sha256);
  }

  private static byte[] bytes(Source source) throws IOException {
    try (InputStream in = open(source)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("the seccomp profile " + name(source) + " is larger than 1 MiB");
      }
      return bytes;
    }
  }

  private static InputStream open(Source source) throws IOException {
    return switch (source) {
      case Source.File(Path path) -> Files.newInputStream(path);
      case Source.Resource(String name) -> {
        InputStream in = SeccompProfile.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
          throw new IOException("the seccomp profile `" + name + "` is not on the class path");
        }
        yield in;
      }
    };
  }

  private static String name(Source source) {
    return switch (source) {
      case Source.File(Path path) -> "`" + path + "`";
      case Source.Resource(String name) -> "`" + name + "` of this program";
    };
  }
}
