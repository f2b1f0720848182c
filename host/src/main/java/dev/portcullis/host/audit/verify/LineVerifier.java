package dev.portcullis.host.audit.verify;

import dev.portcullis.host.audit.line.LineFields;
import dev.portcullis.host.audit.line.StoredRecord;
import dev.portcullis.host.audit.line.SystemAction;
import dev.portcullis.host.audit.line.Tip;
import dev.portcullis.host.audit.line.UnreadableLineException;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.GrowingTree;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies line after line, wherever they come from: the chain, the tree, and what was signed. */
final class LineVerifier {
  private final List<Checkpoint> anchors;
  private RecordCheck check;
  private GrowingTree tree = new GrowingTree();
  private boolean treeIsWhole;
  private long begunAfter;
  private long removedTo;
  private long records;
  private long firstSeq;

  /**
   * @param before where the records begin; null where nothing is known of those before them
   * @param anchors what they must be an extension of
   */
  LineVerifier(@Nullable Tip before, List<Checkpoint> anchors) {
    this.check = new RecordCheck(before);
    this.anchors = anchors;
    this.treeIsWhole = before != null;
  }

  /**
   * Begins after records that were archived and removed; a record must say that they were.
   *
   * @param mustBeRemoved number of the last one of which it must say so
   */
  void beginAfter(Tip removed, GrowingTree before, long mustBeRemoved) {
    check = new RecordCheck(removed);
    tree = before;
    begunAfter = mustBeRemoved;
  }

  /** Number of the record that must come next; 1 if anything may. */
  long expected() {
    Tip tip = check.tip();
    return tip == null ? 1 : tip.seq() + 1;
  }

  /** How many were good. */
  long records() {
    return records;
  }

  /** Number of the first one. */
  long firstSeq() {
    return firstSeq;
  }

  /** The root over everything so far; empty where the beginning is not there. */
  Optional<TreeHash> root() {
    return treeIsWhole ? Optional.of(tree.root()) : Optional.empty();
  }

  /** Takes the next line; what is wrong with it is said of the record {@link #expected} before. */
  Optional<RecordCheck.Finding> take(byte[] line) {
    Optional<RecordCheck.Finding> finding = check.take(line);
    if (finding.isPresent()) {
      return finding;
    }
    long seq = expected() - 1;
    if (records == 0) {
      firstSeq = seq;
      treeIsWhole |= seq == 1;
    }
    records++;
    noteRetention(line);
    tree.append(TreeHash.ofLeaf(line));
    for (Checkpoint anchor : anchors) {
      if (anchor.size() == seq && !root().equals(Optional.of(anchor.root()))) {
        return Optional.of(
            new RecordCheck.Finding(
                Damage.CONTRADICTS_CHECKPOINT,
                "and those before it are not what the checkpoint over " + seq + " was signed for"));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with where it ends; empty if nothing is. */
  Optional<Verification.Damaged> end() {
    if (begunAfter > removedTo) {
      return Optional.of(
          new Verification.Damaged(
              Damage.MISSING_SEGMENT,
              1,
              "archive",
              0,
              "record 1 is missing, and no record says that those up to "
                  + begunAfter
                  + " were removed"));
    }
    for (Checkpoint anchor : anchors) {
      if (anchor.size() >= expected() && anchor.size() > 0) {
        return Optional.of(
            new Verification.Damaged(
                Damage.TRUNCATED,
                expected(),
                "checkpoint",
                0,
                "record " + expected() + " is missing: a checkpoint covers " + anchor.size()));
      }
    }
    return Optional.empty();
  }

  /** All of it, if nothing was found. */
  Verification.Intact intact() {
    Tip tip = check.tip() == null ? Tip.GENESIS : check.tip();
    return new Verification.Intact(records, firstSeq, tip.seq(), tip.hash());
  }

  private void noteRetention(byte[] line) {
    if (begunAfter == 0) {
      return;
    }
    try {
      if (LineFields.of(line).text("action").equals(Optional.of(SystemAction.RETENTION))) {
        StoredRecord record = StoredRecord.of(line);
        if (record.text("stage").equals("system")) {
          removedTo =
              Math.max(removedTo, record.fields().path("facts").path("removed_to").asLong());
        }
      }
    } catch (UnreadableLineException impossible) {
      throw new IllegalStateException("a line that was just read", impossible);
    }
  }
}
