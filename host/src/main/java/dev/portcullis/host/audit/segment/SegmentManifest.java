package dev.portcullis.host.audit.segment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What an archived segment holds. It stays when the segment is removed, so that those after it can
 * still be chained and proven.
 *
 * @param firstTime of its first record
 * @param prevHash of the record before the first
 * @param bytes before it was compressed
 * @param sha256 of these, hexadecimal
 * @param archivedBytes of the compressed file
 * @param archivedSha256 of these
 * @param root of the Merkle tree of all records up to its last, base64
 * @param peaks roots of the complete subtrees of that tree, the largest first
 * @param checkpoint a signed one that covers it
 */
public record SegmentManifest(
    @JsonProperty(required = true) long firstSeq,
    @JsonProperty(required = true) long lastSeq,
    @JsonProperty(required = true) String firstTime,
    @JsonProperty(required = true) String lastTime,
    @JsonProperty(required = true) String prevHash,
    @JsonProperty(required = true) String lastHash,
    @JsonProperty(required = true) long bytes,
    @JsonProperty(required = true) String sha256,
    @JsonProperty(required = true) long archivedBytes,
    @JsonProperty(required = true) String archivedSha256,
    @JsonProperty(required = true) String root,
    @JsonProperty(required = true) List<String> peaks,
    @JsonProperty(required = true) String checkpoint) {
  private static final int MAX_BYTES = 64 << 10;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  public SegmentManifest {
    peaks = List.copyOf(peaks);
  }

  /**
   * Reads one.
   *
   * @throws IOException if it cannot be read, or is none
   */
  public static SegmentManifest read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file.getFileName() + " is too long for a manifest");
    }
    try {
      return JSON.readValue(Files.readAllBytes(file), SegmentManifest.class);
    } catch (JsonProcessingException malformed) {
      throw new IOException(
          file.getFileName() + " is no manifest: " + malformed.getOriginalMessage(), malformed);
    }
  }

  /** Every manifest of a journal's directory, in order; of removed segments too. */
  public static List<SegmentManifest> list(Path directory) throws IOException {
    List<SegmentManifest> manifests = new ArrayList<>();
    Path archive = SegmentFile.archive(directory);
    if (!Files.isDirectory(archive)) {
      return manifests;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(archive, "*.json")) {
      for (Path file : files) {
        manifests.add(read(file));
      }
    }
    manifests.sort(Comparator.comparingLong(SegmentManifest::firstSeq));
    return manifests;
  }

  /** Writes it whole or not at all; durable when this returns. */
  public void write(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer content = ByteBuffer.wrap(JSON.writeValueAsBytes(this));
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    SegmentFile.syncDirectory(Objects.requireNonNull(file.getParent()));
  }
}
