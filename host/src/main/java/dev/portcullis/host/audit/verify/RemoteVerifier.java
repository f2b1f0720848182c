package dev.portcullis.host.audit.verify;

import dev.portcullis.host.audit.line.Hole;
import dev.portcullis.host.audit.line.LineFields;
import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.line.UnreadableLineException;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.GrowingTree;
import dev.portcullis.host.audit.tlog.Proofs;
import dev.portcullis.host.audit.tlog.Tile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Proves a journal that is served elsewhere: every entry is fetched, chained and put into a tree of
 * our own, whose root must be the signed one. In bounded memory.
 */
public final class RemoteVerifier {
  private final RemoteLog log;
  private final Checkpoint signed;
  private final LongConsumer progress;

  /**
   * @param source what is under the log's prefix
   * @param signed the log's last checkpoint, opened with its key
   * @param progress told how many records were verified so far
   */
  public RemoteVerifier(Source source, Checkpoint signed, LongConsumer progress) {
    this.log = new RemoteLog(source, signed.size());
    this.signed = signed;
    this.progress = progress;
  }

  /** Brings what is under the log's prefix. */
  @FunctionalInterface
  public interface Source {
    /**
     * The resource at that path, such as {@code tile/0/000}, of bounded length; empty if it is not
     * there.
     */
    Optional<byte[]> get(String path) throws IOException, InterruptedException;
  }

  /**
   * Verifies all there is.
   *
   * @param anchors what it must be an extension of, besides the log's own checkpoint
   * @throws IOException if the log cannot be read
   */
  public Verification verify(List<Checkpoint> anchors) throws IOException, InterruptedException {
    List<Checkpoint> all = new ArrayList<>(anchors);
    all.add(signed);
    LineVerifier lines = new LineVerifier(Tip.GENESIS, all);
    long first = log.firstBundle();
    if (first == log.bundles() && first > 0) {
      return damaged(Damage.MISSING_SEGMENT, 1, first, "is missing, and all after it");
    }
    if (first > 0) {
      Optional<Verification> unproven = beginAt(first, lines, anchors);
      if (unproven.isPresent()) {
        return unproven.get();
      }
    }
    for (long bundle = first; bundle < log.bundles(); bundle++) {
      Optional<List<byte[]>> entries = log.bundle(bundle);
      if (entries.isEmpty()) {
        return damaged(Damage.MISSING_SEGMENT, lines.expected(), bundle, "is missing");
      }
      for (byte[] entry : entries.get()) {
        long seq = lines.expected();
        Optional<RecordCheck.Finding> finding = lines.take(entry);
        if (finding.isPresent()) {
          return damaged(finding.get().damage(), seq, bundle, finding.get().detail());
        }
      }
      progress.accept(lines.expected() - 1);
    }
    Optional<Verification.Damaged> end = lines.end();
    return end.isPresent() ? end.get() : lines.intact();
  }

  /** The tiles say what tree the removed records made; the signed root says whether they lie. */
  private Optional<Verification> beginAt(long bundle, LineVerifier lines, List<Checkpoint> anchors)
      throws IOException, InterruptedException {
    long before = bundle * Tile.FULL;
    byte[] entry =
        log.bundle(bundle).orElseThrow(() -> new IOException("entries vanish")).getFirst();
    GrowingTree tree = new GrowingTree(before, Proofs.peaks(log, before));
    for (Checkpoint anchor : anchors) {
      if (anchor.size() <= before
          && !Proofs.isExtension(
              anchor.size(),
              anchor.root(),
              before,
              tree.root(),
              Proofs.consistency(log, anchor.size(), before))) {
        return Optional.of(
            damaged(
                Damage.CONTRADICTS_CHECKPOINT,
                anchor.size(),
                bundle,
                "was removed, and what is left does not extend the checkpoint over it"));
      }
    }
    try {
      // A bundle of which some entries are left is not served: what was removed ends in the one
      // before.
      lines.beginAfter(
          new Tip(before, LineFields.of(entry).digest(Hole.PREV_HASH)),
          tree,
          before - Tile.FULL + 1);
      return Optional.empty();
    } catch (UnreadableLineException unreadable) {
      return Optional.of(
          damaged(
              Damage.UNREADABLE, before + 1, bundle, "cannot be read: " + unreadable.getMessage()));
    }
  }

  private static Verification.Damaged damaged(Damage damage, long seq, long bundle, String detail) {
    return new Verification.Damaged(
        damage, seq, "bundle " + bundle, 0, "record " + seq + " " + detail);
  }
}
