package dev.portcullis.host.audit.tlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A Merkle tree as tiles in files. Safe for use by many threads, of which one appends.
 *
 * <p>Tiles are computed from the records and can be computed again: none is synced to disk. Whoever
 * opens them compares the root with a signed one.
 */
public final class TileStore implements TreeNodes {
  private final Path directory;

  /** The last tile of each level as far as it is filled; never full. */
  private final List<List<TreeHash>> last = new ArrayList<>();

  private long size;

  private TileStore(Path directory) {
    this.directory = directory;
  }

  /** An empty tree; files that are there already are written over as it grows. */
  public static TileStore empty(Path directory) {
    return new TileStore(directory);
  }

  /**
   * The tree of that size as it was {@link #publish published}.
   *
   * @throws IOException if a tile is missing or is not as long as it must be
   */
  public static TileStore open(Path directory, long size) throws IOException {
    TileStore store = new TileStore(directory);
    for (Tile tile : Tile.partialOf(size)) {
      store.level(tile.level()).addAll(store.read(tile));
    }
    store.size = size;
    return store;
  }

  /** How many leaves there are. */
  public synchronized long size() {
    return size;
  }

  /** The root over all leaves. */
  public synchronized TreeHash root() throws IOException {
    return Proofs.root(this, size);
  }

  /**
   * Takes the next leaf; a tile that becomes full is written.
   *
   * @throws IOException if one cannot be; then nothing was taken, and trying again is right
   */
  public synchronized void append(TreeHash leaf) throws IOException {
    TreeHash hash = leaf;
    int level = 0;
    for (; level(level).size() + 1 == Tile.FULL; level++) {
      List<TreeHash> full = new ArrayList<>(level(level));
      full.add(hash);
      write(new Tile(level, size >> (Tile.HEIGHT * (level + 1)), Tile.FULL), full);
      hash = root(full);
    }
    level(level).add(hash);
    for (int below = 0; below < level; below++) {
      level(below).clear();
    }
    size++;
  }

  /** Writes the tiles in which the tree ends now, for a checkpoint of its size. */
  public synchronized void publish() throws IOException {
    for (Tile tile : Tile.partialOf(size)) {
      write(tile, level(tile.level()));
    }
  }

  @Override
  public synchronized TreeHash node(int height, long index) throws IOException {
    int level = height / Tile.HEIGHT;
    int above = height % Tile.HEIGHT;
    long first = index << above;
    int from = (int) (first % Tile.FULL);
    int to = from + (1 << above);
    List<TreeHash> hashes = tile(level, first / Tile.FULL);
    if (to > hashes.size()) {
      throw new IOException("the tree of " + size + " has no node " + height + ", " + index);
    }
    return root(hashes.subList(from, to));
  }

  private List<TreeHash> tile(int level, long index) throws IOException {
    return index == size >> (Tile.HEIGHT * (level + 1))
        ? level(level)
        : read(new Tile(level, index, Tile.FULL));
  }

  private List<TreeHash> level(int level) {
    while (last.size() <= level) {
      last.add(new ArrayList<>());
    }
    return last.get(level);
  }

  private static TreeHash root(List<TreeHash> hashes) {
    if (hashes.size() == 1) {
      return hashes.getFirst();
    }
    int middle = hashes.size() / 2;
    return TreeHash.ofNode(
        root(hashes.subList(0, middle)), root(hashes.subList(middle, hashes.size())));
  }

  /**
   * The bytes of a tile, as C2SP tlog-tiles serves them.
   *
   * @throws IOException if it cannot be read, or is not filled that far
   */
  public synchronized byte[] bytes(Tile tile) throws IOException {
    List<TreeHash> hashes = tile(tile.level(), tile.index());
    if (hashes.size() < tile.width()) {
      throw new IOException("the tree of " + size + " has no " + tile.path());
    }
    return bytes(hashes.subList(0, tile.width()));
  }

  /**
   * Has the tiles over these leaves survive a power failure, the one in which they end included.
   *
   * @param from how many leaves come before them
   * @param to the size of a published tree that ends with them or goes on
   */
  public void sync(long from, long to) throws IOException {
    for (int level = 0; level < Tile.LEVELS; level++) {
      int height = Tile.HEIGHT * (level + 1);
      for (long index = from >> height; index < to >> height; index++) {
        Path file = directory.resolve(new Tile(level, index, Tile.FULL).path());
        force(file);
        force(Objects.requireNonNull(file.getParent()));
      }
    }
    for (Tile tile : Tile.partialOf(to)) {
      syncLast(tile);
    }
  }

  /** It may have become full since: then its partial ones are gone. */
  private synchronized void syncLast(Tile tile) throws IOException {
    Path full = directory.resolve(new Tile(tile.level(), tile.index(), Tile.FULL).path());
    Path folder = Objects.requireNonNull(full.getParent());
    if (Files.exists(full)) {
      force(full);
    } else {
      Path partial = full.resolveSibling(full.getFileName() + ".p");
      // Whichever one an opened tree will ask for; one of them says enough.
      force(wider(tile));
      try (DirectoryStream<Path> tiles = Files.newDirectoryStream(partial)) {
        for (Path each : tiles) {
          force(each);
        }
      }
      force(partial);
    }
    force(folder);
  }

  /** A file, or the names in a folder. */
  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private List<TreeHash> read(Tile tile) throws IOException {
    Path file = directory.resolve(tile.path());
    byte[] bytes = Files.readAllBytes(Files.exists(file) ? file : wider(tile));
    int length = tile.width() * TreeHash.BYTES;
    if (bytes.length < length || bytes.length % TreeHash.BYTES != 0) {
      throw new IOException(tile.path() + " has " + bytes.length + " bytes");
    }
    List<TreeHash> hashes = new ArrayList<>(tile.width());
    for (int at = 0; at < length; at += TreeHash.BYTES) {
      hashes.add(TreeHash.of(Arrays.copyOfRange(bytes, at, at + TreeHash.BYTES)));
    }
    return hashes;
  }

  /** Where a partial tile was forgotten, because there is one that says as much or more. */
  private Path wider(Tile tile) throws IOException {
    Path full = directory.resolve(new Tile(tile.level(), tile.index(), Tile.FULL).path());
    if (Files.exists(full) || tile.isFull()) {
      return full;
    }
    Path partial = full.resolveSibling(full.getFileName() + ".p");
    for (int width = tile.width(); width < Tile.FULL; width++) {
      Path file = partial.resolve(Integer.toString(width));
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new NoSuchFileException(tile.path());
  }

  private static byte[] bytes(List<TreeHash> hashes) {
    byte[] bytes = new byte[hashes.size() * TreeHash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(hashes.get(i).toArray(), 0, bytes, i * TreeHash.BYTES, TreeHash.BYTES);
    }
    return bytes;
  }

  private void write(Tile tile, List<TreeHash> hashes) throws IOException {
    byte[] bytes = bytes(hashes);
    Path file = directory.resolve(tile.path());
    Path folder = Objects.requireNonNull(file.getParent());
    Files.createDirectories(folder);
    Path unfinished = folder.resolve(file.getFileName() + ".tmp");
    Files.write(unfinished, bytes);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    if (tile.isFull()) {
      forgetPartial(folder.resolve(file.getFileName() + ".p"));
    }
  }

  /** The full tile says all that its partial ones did. */
  private static void forgetPartial(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (DirectoryStream<Path> tiles = Files.newDirectoryStream(folder)) {
      for (Path tile : tiles) {
        Files.delete(tile);
      }
    }
    Files.delete(folder);
  }
}
