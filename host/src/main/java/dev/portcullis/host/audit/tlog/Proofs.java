package dev.portcullis.host.audit.tlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes proofs by RFC 6962, sections 2.1.1 and 2.1.2, and checks them by RFC 9162, sections 2.1.3.2
 * and 2.1.4.2, which is another algorithm than the one that makes them.
 */
public final class Proofs {
  private Proofs() {}

  /** The root of the tree of the first {@code size} leaves. */
  public static TreeHash root(TreeNodes nodes, long size) throws IOException {
    return size == 0 ? TreeHash.EMPTY : subtree(nodes, 0, size);
  }

  /** Roots of the complete subtrees that cover the first {@code size} leaves, the largest first. */
  public static List<TreeHash> peaks(TreeNodes nodes, long size) throws IOException {
    List<TreeHash> peaks = new ArrayList<>();
    long start = 0;
    for (long left = size; left > 0; ) {
      long width = Long.highestOneBit(left);
      int height = Long.numberOfTrailingZeros(width);
      peaks.add(nodes.node(height, start >> height));
      start += width;
      left -= width;
    }
    return peaks;
  }

  /**
   * That leaf {@code index} is in the tree of {@code size} leaves.
   *
   * @throws IllegalArgumentException if it has no such leaf
   */
  public static List<TreeHash> inclusion(TreeNodes nodes, long index, long size)
      throws IOException {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("a tree of " + size + " has no leaf " + index);
    }
    List<TreeHash> path = new ArrayList<>();
    long start = 0;
    long end = size;
    while (end - start > 1) {
      long middle = start + split(end - start);
      if (index < middle) {
        path.add(subtree(nodes, middle, end));
        end = middle;
      } else {
        path.add(subtree(nodes, start, middle));
        start = middle;
      }
    }
    return path.reversed();
  }

  /**
   * That the tree of {@code to} leaves begins with the tree of {@code from} leaves.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public static List<TreeHash> consistency(TreeNodes nodes, long from, long to) throws IOException {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException("a tree of " + to + " does not extend one of " + from);
    }
    List<TreeHash> proof = new ArrayList<>();
    if (from == 0 || from == to) {
      return proof;
    }
    long start = 0;
    long end = to;
    // The first tree is known to whoever checks, as long as it is the whole left part.
    boolean known = true;
    while (from != end) {
      long middle = start + split(end - start);
      if (from <= middle) {
        proof.add(subtree(nodes, middle, end));
        end = middle;
      } else {
        proof.add(subtree(nodes, start, middle));
        start = middle;
        known = false;
      }
    }
    if (!known) {
      proof.add(subtree(nodes, start, end));
    }
    return proof.reversed();
  }

  /** Whether {@code proof} shows that {@code leaf} is number {@code index} under that root. */
  public static boolean isIncluded(
      TreeHash leaf, long index, long size, TreeHash root, List<TreeHash> proof) {
    if (index < 0 || index >= size) {
      return false;
    }
    long fn = index;
    long sn = size - 1;
    TreeHash hash = leaf;
    for (TreeHash sibling : proof) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        hash = TreeHash.ofNode(sibling, hash);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        hash = TreeHash.ofNode(hash, sibling);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && hash.equals(root);
  }

  /** Whether {@code proof} shows that the second tree begins with the first. */
  public static boolean isExtension(
      long from, TreeHash fromRoot, long to, TreeHash toRoot, List<TreeHash> proof) {
    if (from < 0 || from > to) {
      return false;
    }
    if (from == to) {
      return proof.isEmpty() && fromRoot.equals(toRoot);
    }
    if (from == 0) {
      return proof.isEmpty() && fromRoot.equals(TreeHash.EMPTY);
    }
    List<TreeHash> path = new ArrayList<>(proof);
    if (Long.bitCount(from) == 1) {
      path.addFirst(fromRoot);
    }
    if (path.isEmpty()) {
      return false;
    }
    long fn = from - 1;
    long sn = to - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    TreeHash first = path.getFirst();
    TreeHash second = path.getFirst();
    for (TreeHash hash : path.subList(1, path.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        first = TreeHash.ofNode(hash, first);
        second = TreeHash.ofNode(hash, second);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        second = TreeHash.ofNode(second, hash);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && first.equals(fromRoot) && second.equals(toRoot);
  }

  /** The root over the leaves from {@code start} to before {@code end}, a subtree of some tree. */
  private static TreeHash subtree(TreeNodes nodes, long start, long end) throws IOException {
    long width = end - start;
    if (Long.bitCount(width) == 1) {
      int height = Long.numberOfTrailingZeros(width);
      return nodes.node(height, start >> height);
    }
    long middle = start + split(width);
    return TreeHash.ofNode(subtree(nodes, start, middle), subtree(nodes, middle, end));
  }

  /** The largest power of two below {@code width}. */
  private static long split(long width) {
    return Long.highestOneBit(width - 1);
  }
}
