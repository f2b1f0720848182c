package dev.portcullis.host.audit.tlog;

import java.util.ArrayList;
import java.util.List;

/** A Merkle tree that only remembers enough to take more leaves and to tell its root. */
public final class GrowingTree {
  /** Roots of the complete subtrees that cover all leaves, the largest first. */
  private final List<TreeHash> peaks = new ArrayList<>();

  private long size;

  /** An empty tree. */
  public GrowingTree() {}

  /**
   * The tree of that size.
   *
   * @param peaks roots of the complete subtrees that cover all leaves, the largest first
   * @throws IllegalArgumentException if a tree of that size has another number of them
   */
  public GrowingTree(long size, List<TreeHash> peaks) {
    if (size < 0 || peaks.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "a tree of " + size + " does not have " + peaks.size() + " peaks");
    }
    this.size = size;
    this.peaks.addAll(peaks);
  }

  /** Another one of the same leaves. */
  public GrowingTree copy() {
    return new GrowingTree(size, peaks);
  }

  /** Roots of the complete subtrees that cover all leaves, the largest first. */
  public List<TreeHash> peaks() {
    return List.copyOf(peaks);
  }

  /** Takes the next leaf. */
  public void append(TreeHash leaf) {
    TreeHash hash = leaf;
    for (long full = size; (full & 1) == 1; full >>= 1) {
      hash = TreeHash.ofNode(peaks.removeLast(), hash);
    }
    peaks.add(hash);
    size++;
  }

  /** How many leaves there are. */
  public long size() {
    return size;
  }

  /** The root over all leaves. */
  public TreeHash root() {
    if (peaks.isEmpty()) {
      return TreeHash.EMPTY;
    }
    TreeHash root = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = TreeHash.ofNode(peaks.get(i), root);
    }
    return root;
  }
}
