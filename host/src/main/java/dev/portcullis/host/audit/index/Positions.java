package dev.portcullis.host.audit.index;

/** Where a record's number puts it: see the package. */
final class Positions {
  static final int CHUNK_BITS = 16;
  static final int CHUNK = 1 << CHUNK_BITS;
  static final int BLOCK_BITS = 12;
  static final int BLOCK = 1 << BLOCK_BITS;
  static final int BLOCKS_OF_A_CHUNK = CHUNK / BLOCK;

  private Positions() {}

  static long chunk(long seq) {
    return seq >>> CHUNK_BITS;
  }

  static int inChunk(long seq) {
    return (int) (seq & (CHUNK - 1));
  }

  static long block(long seq) {
    return seq >>> BLOCK_BITS;
  }

  static int inBlock(long seq) {
    return (int) (seq & (BLOCK - 1));
  }

  static long seq(long chunk, int inChunk) {
    return (chunk << CHUNK_BITS) | inChunk;
  }
}
