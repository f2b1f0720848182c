package dev.portcullis.host.audit.verify;

import dev.portcullis.host.audit.tlog.Tile;
import dev.portcullis.host.audit.tlog.TreeHash;
import dev.portcullis.host.audit.tlog.TreeNodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A C2SP tlog-tiles log at another place, read as {@link RemoteVerifier.Source} brings it; nothing
 * is trusted.
 */
final class RemoteLog implements TreeNodes {
  private final RemoteVerifier.Source source;
  private final long size;

  RemoteLog(RemoteVerifier.Source source, long size) {
    this.source = source;
    this.size = size;
  }

  /** How many bundles the log has. */
  long bundles() {
    return (size + Tile.FULL - 1) / Tile.FULL;
  }

  /** The entries of one, in order; empty if it was removed. */
  Optional<List<byte[]>> bundle(long index) throws IOException, InterruptedException {
    Tile tile = tile(0, index);
    Optional<byte[]> bytes = source.get(tile.path().replaceFirst("tile/0/", "tile/entries/"));
    return bytes.isPresent() ? Optional.of(entries(bytes.get(), tile)) : Optional.empty();
  }

  /** The first bundle there still is: those before it were removed. */
  long firstBundle() throws IOException, InterruptedException {
    long missing = -1;
    long there = bundles();
    while (there - missing > 1) {
      long middle = missing + (there - missing) / 2;
      if (bundle(middle).isPresent()) {
        there = middle;
      } else {
        missing = middle;
      }
    }
    return there;
  }

  @Override
  public TreeHash node(int height, long index) throws IOException {
    int level = height / Tile.HEIGHT;
    int above = height % Tile.HEIGHT;
    long first = index << above;
    Tile tile = tile(level, first / Tile.FULL);
    byte[] bytes;
    try {
      bytes =
          source
              .get(tile.path())
              .orElseThrow(() -> new IOException("the log has no " + tile.path()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    }
    if (bytes.length != tile.width() * TreeHash.BYTES) {
      throw new IOException(tile.path() + " has " + bytes.length + " bytes");
    }
    int from = (int) (first % Tile.FULL);
    return subtree(bytes, from, 1 << above);
  }

  private static TreeHash subtree(byte[] tile, int from, int width) {
    return width == 1
        ? TreeHash.of(Arrays.copyOfRange(tile, from * TreeHash.BYTES, (from + 1) * TreeHash.BYTES))
        : TreeHash.ofNode(
            subtree(tile, from, width / 2), subtree(tile, from + width / 2, width / 2));
  }

  private Tile tile(int level, long index) throws IOException {
    long hashes = (size >> (Tile.HEIGHT * level)) - index * Tile.FULL;
    if (hashes < 1) {
      throw new IOException("the log is too short for tile " + level + ", " + index);
    }
    return new Tile(level, index, (int) Math.min(Tile.FULL, hashes));
  }

  private static List<byte[]> entries(byte[] bundle, Tile tile) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(bundle);
    while (rest.remaining() >= Short.BYTES && entries.size() < tile.width()) {
      int length = rest.getShort() & 0xffff;
      if (length > rest.remaining()) {
        break;
      }
      byte[] entry = new byte[length];
      rest.get(entry);
      entries.add(entry);
    }
    if (entries.size() != tile.width() || rest.hasRemaining()) {
      throw new IOException("the entries of " + tile.path() + " are cut off, or too many");
    }
    return entries;
  }
}
