package dev.portcullis.host.audit.segment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A file of consecutive records, named for the number of its first one. An archived one is the same
 * compressed, in a folder of its own; it counts once its manifest is beside it, and for as long as
 * the file that it replaces is still there that one is read.
 */
public record SegmentFile(Path path, long firstSeq) {
  private static final Pattern NAME = Pattern.compile("(\\d{20})\\.jsonl");
  private static final Pattern ARCHIVED_NAME = Pattern.compile("(\\d{20})\\.jsonl\\.gz");

  /** Where the segment that begins with that record belongs. */
  public static SegmentFile in(Path directory, long firstSeq) {
    return new SegmentFile(directory.resolve(String.format("%020d.jsonl", firstSeq)), firstSeq);
  }

  /** All segments of a directory, archived or not, in order. */
  public static List<SegmentFile> list(Path directory) throws IOException {
    SortedMap<Long, SegmentFile> segments = new TreeMap<>();
    for (SegmentFile archived : archived(directory)) {
      segments.put(archived.firstSeq(), archived);
    }
    for (SegmentFile live : named(directory, NAME)) {
      segments.put(live.firstSeq(), live);
    }
    return List.copyOf(segments.values());
  }

  /** The archived ones, in order. */
  public static List<SegmentFile> archived(Path directory) throws IOException {
    Path archive = archive(directory);
    return Files.isDirectory(archive)
        ? named(archive, ARCHIVED_NAME).stream()
            .filter(segment -> Files.exists(segment.manifest()))
            .toList()
        : List.of();
  }

  /** Where a directory's archived segments are. */
  public static Path archive(Path directory) {
    return directory.resolve("archive");
  }

  private static List<SegmentFile> named(Path directory, Pattern form) throws IOException {
    List<SegmentFile> segments = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher name = form.matcher(String.valueOf(file.getFileName()));
        if (name.matches() && name.group(1).startsWith("00")) {
          segments.add(new SegmentFile(file, Long.parseLong(name.group(1))));
        }
      }
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
    segments.sort(Comparator.comparingLong(SegmentFile::firstSeq));
    return segments;
  }

  /** Makes creations, renames and deletions in {@code directory} durable. */
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Whether it is compressed and its records are closed for good. */
  public boolean isArchived() {
    return name().endsWith(".gz");
  }

  /** The archived form of this one, there or not. */
  public SegmentFile toArchived() {
    return isArchived()
        ? this
        : new SegmentFile(
            archive(Objects.requireNonNull(path.getParent())).resolve(name() + ".gz"), firstSeq);
  }

  /** Says what an archived one holds, there or not. */
  public Path manifest() {
    return path.resolveSibling(String.format("%020d.json", firstSeq));
  }

  /**
   * Its bytes as they were written. One that has just been archived is read where it is now.
   *
   * @param from the offset of the first
   */
  InputStream open(long from) throws IOException {
    try {
      return opened(from);
    } catch (NoSuchFileException moved) {
      if (isArchived()) {
        throw moved;
      }
      return toArchived().opened(from);
    }
  }

  private InputStream opened(long from) throws IOException {
    InputStream file = Files.newInputStream(path);
    try {
      InputStream content = isArchived() ? new GZIPInputStream(file, 64 << 10) : file;
      content.skipNBytes(from);
      return content;
    } catch (IOException unreadable) {
      file.close();
      throw unreadable;
    }
  }

  /** The file's name. */
  public String name() {
    return String.valueOf(path.getFileName());
  }
}
