package dev.portcullis.host.audit.archive;

import dev.portcullis.host.audit.DamagedSegmentException;
import dev.portcullis.host.audit.line.Chain;
import dev.portcullis.host.audit.line.Hole;
import dev.portcullis.host.audit.line.LineFields;
import dev.portcullis.host.audit.line.Sha256;
import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.line.UnreadableLineException;
import dev.portcullis.host.audit.segment.LineReader;
import dev.portcullis.host.audit.segment.SegmentFile;
import dev.portcullis.host.audit.segment.SegmentManifest;
import dev.portcullis.host.audit.tlog.GrowingTree;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses one closed segment. The archived form counts once its manifest is written; the
 * manifest is written once the compressed file is on disk and was read back, record by record; the
 * original is removed after that. Wherever this stops, one of the two is whole, and starting again
 * is right.
 */
final class SegmentPacker {
  private static final int BUFFER_BYTES = 64 << 10;

  private final SegmentFile original;
  private final SegmentFile archived;

  SegmentPacker(SegmentFile original) {
    this.original = original;
    this.archived = original.toArchived();
  }

  /**
   * Does it. Where it was stopped between its last two steps, only the original is removed: that
   * may have rotted since, and what was archived is proven.
   *
   * @param before the tree of all records before this segment
   * @param lastSeq number of its last record, as the one after it begins
   * @param expected root of the tree up to its last record, as it was signed for
   * @param checkpoint a signed one that covers it
   * @throws DamagedSegmentException if the segment is not what was written; it then stays
   * @throws IOException if what came out of it is not the same; the original then stays
   */
  SegmentManifest pack(GrowingTree before, long lastSeq, Root expected, String checkpoint)
      throws IOException {
    Path folder = Objects.requireNonNull(archived.path().getParent());
    Files.createDirectories(folder);
    if (isArchived()) {
      SegmentManifest manifest = SegmentManifest.read(archived.manifest());
      requireSigned(archived, Content.of(archived, before.copy()), lastSeq, expected);
      removeOriginal();
      return manifest;
    }
    // Ends as the archived one does, so that it is read as that; what is good is not written over.
    SegmentFile unfinished =
        new SegmentFile(folder.resolve("new." + archived.name()), original.firstSeq());
    String archivedSha256 = compress(unfinished.path());
    Content was = Content.of(original, before.copy());
    requireSigned(original, was, lastSeq, expected);
    Content is = Content.of(unfinished, before.copy());
    if (!is.equals(was)) {
      throw new IOException(archived.name() + " does not hold what " + original.name() + " holds");
    }
    Files.move(unfinished.path(), archived.path(), StandardCopyOption.ATOMIC_MOVE);
    SegmentFile.syncDirectory(folder);
    SegmentManifest manifest =
        new SegmentManifest(
            original.firstSeq(),
            was.last().seq(),
            was.firstTime(),
            was.lastTime(),
            was.prevHash(),
            was.last().hash(),
            was.bytes(),
            was.sha256(),
            Files.size(archived.path()),
            archivedSha256,
            was.root().base64(),
            was.peaks(),
            checkpoint);
    manifest.write(archived.manifest());
    removeOriginal();
    return manifest;
  }

  /** Whether the archived form is there to the byte as its manifest says. */
  private boolean isArchived() throws IOException {
    return Files.exists(archived.manifest())
        && Files.exists(archived.path())
        && sha256(archived.path())
            .equals(SegmentManifest.read(archived.manifest()).archivedSha256());
  }

  private static void requireSigned(
      SegmentFile segment, Content content, long lastSeq, Root expected) throws IOException {
    if (content.last().seq() != lastSeq) {
      throw new DamagedSegmentException(
          segment.name(),
          "ends with record " + content.last().seq() + ", and should with record " + lastSeq);
    }
    if (!content.root().equals(expected.of(lastSeq))) {
      throw new DamagedSegmentException(
          segment.name(), "is not what its checkpoint was signed for");
    }
  }

  private void removeOriginal() throws IOException {
    Files.deleteIfExists(original.path());
    SegmentFile.syncDirectory(Objects.requireNonNull(original.path().getParent()));
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest sha256 = Sha256.newDigest();
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** The root of the tree of that many records. */
  @FunctionalInterface
  interface Root {
    TreeHash of(long size) throws IOException;
  }

  private String compress(Path target) throws IOException {
    MessageDigest sha256 = Sha256.newDigest();
    try (FileChannel channel =
            FileChannel.open(
                target,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
        InputStream in = Files.newInputStream(original.path())) {
      OutputStream file =
          new BufferedOutputStream(
              new DigestOutputStream(Channels.newOutputStream(channel), sha256), BUFFER_BYTES);
      GZIPOutputStream compressed = new GZIPOutputStream(file, BUFFER_BYTES);
      in.transferTo(compressed);
      compressed.finish();
      file.flush();
      channel.force(true);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** What a segment is found to hold. */
  private record Content(
      String prevHash,
      Tip last,
      String firstTime,
      String lastTime,
      long bytes,
      String sha256,
      TreeHash root,
      java.util.List<String> peaks) {

    static Content of(SegmentFile segment, GrowingTree tree) throws IOException {
      MessageDigest sha256 = Sha256.newDigest();
      try (LineReader lines = LineReader.of(segment)) {
        byte[] line = lines.next();
        if (line == null) {
          throw new DamagedSegmentException(segment.name(), "has no record");
        }
        long offset = 0;
        long seq = segment.firstSeq();
        String prevHash;
        String firstTime;
        String lastTime;
        Chain chain;
        try {
          LineFields first = LineFields.of(line);
          prevHash = first.digest(Hole.PREV_HASH);
          firstTime = first.text(Hole.TIME.field()).orElse("");
          lastTime = firstTime;
          chain = new Chain(new Tip(seq - 1, prevHash));
          for (; line != null; line = lines.next()) {
            chain.take(line);
            tree.append(TreeHash.ofLeaf(line));
            sha256.update(line);
            sha256.update((byte) '\n');
            lastTime = LineFields.of(line).text(Hole.TIME.field()).orElse("");
            offset = lines.offset();
            seq++;
          }
        } catch (UnreadableLineException damaged) {
          throw damaged(segment, "is damaged in record " + seq + " at byte " + offset, damaged);
        }
        long bytes = lines.offset();
        if (lines.rest().length() > 0) {
          throw new DamagedSegmentException(
              segment.name(), "has more than records, at byte " + bytes);
        }
        return new Content(
            prevHash,
            chain.tip(),
            firstTime,
            lastTime,
            bytes,
            HexFormat.of().formatHex(sha256.digest()),
            tree.root(),
            tree.peaks().stream().map(TreeHash::base64).toList());
      }
    }

    private static DamagedSegmentException damaged(
        SegmentFile segment, String where, UnreadableLineException cause) {
      var damaged = new DamagedSegmentException(segment.name(), where + ": " + cause.getMessage());
      damaged.initCause(cause);
      return damaged;
    }
  }
}
