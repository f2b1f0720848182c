package dev.portcullis.host.audit.segment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of consecutive records, named for the number of its first one. */
public record SegmentFile(Path path, long firstSeq) {
  private static final Pattern NAME = Pattern.compile("(\\d{20})\\.jsonl");

  /** Where the segment that begins with that record belongs. */
  public static SegmentFile in(Path directory, long firstSeq) {
    return new SegmentFile(directory.resolve(String.format("%020d.jsonl", firstSeq)), firstSeq);
  }

  /** All segments of a directory, in order. */
  public static List<SegmentFile> list(Path directory) throws IOException {
    List<SegmentFile> segments = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
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

  /** The file's name. */
  public String name() {
    return String.valueOf(path.getFileName());
  }
}
