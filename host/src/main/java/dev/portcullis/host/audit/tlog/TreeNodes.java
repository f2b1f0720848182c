package dev.portcullis.host.audit.tlog;

import java.io.IOException;

/** Where the nodes of a Merkle tree are read. */
@FunctionalInterface
public interface TreeNodes {
  /**
   * The root of the complete subtree over the leaves {@code [index << height, (index + 1) <<
   * height)}.
   *
   * @throws IOException if it cannot be read, or is not complete
   */
  TreeHash node(int height, long index) throws IOException;
}
