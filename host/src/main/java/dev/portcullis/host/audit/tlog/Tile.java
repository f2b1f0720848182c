package dev.portcullis.host.audit.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The coordinates of a tile by C2SP tlog-tiles: up to 256 consecutive hashes of one level.
 *
 * @param level 0 for leaves; each hash of a higher one is the root of a full tile below
 * @param index within the level
 * @param width how many hashes; below 256 the tile is partial
 */
public record Tile(int level, long index, int width) {
  /** The width of a full tile. */
  public static final int FULL = 256;

  /** How many levels of the tree a tile stands for. */
  public static final int HEIGHT = 8;

  /** So many levels are enough for as many leaves as there are numbers. */
  static final int LEVELS = 7;

  private static final Pattern PATH =
      Pattern.compile("tile/(\\d{1,2})/((?:x\\d{3}/)*\\d{3})(?:\\.p/(\\d{1,3}))?");

  public Tile {
    if (level < 0 || level > 63 || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException("no tile: " + level + ", " + index + ", " + width);
    }
  }

  /** The tiles in which a tree of that size ends, one a level, those that are full left out. */
  static List<Tile> partialOf(long size) {
    List<Tile> tiles = new ArrayList<>();
    int level = 0;
    for (long hashes = size; hashes > 0; hashes >>= HEIGHT) {
      if (hashes % FULL != 0) {
        tiles.add(new Tile(level, hashes / FULL, (int) (hashes % FULL)));
      }
      level++;
    }
    return tiles;
  }

  /** Reads a path as {@link #path} writes it; empty if it is none. */
  public static Optional<Tile> parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches() || path.length() > 60) {
      return Optional.empty();
    }
    int level = Integer.parseInt(matcher.group(1));
    String index = matcher.group(2).replace("x", "").replace("/", "");
    int width = matcher.group(3) == null ? FULL : Integer.parseInt(matcher.group(3));
    if (level > 63 || index.length() > 18 || width < 1 || width > FULL) {
      return Optional.empty();
    }
    Tile tile = new Tile(level, Long.parseLong(index), width);
    // One tile has one path: no leading zeros, no partial tile that is full.
    return Optional.of(tile).filter(parsed -> parsed.path().equals(path));
  }

  /** Whether a tree of that size has filled it so far. */
  public boolean isIn(long size) {
    long hashes = size >> (HEIGHT * level);
    // Compared before it is multiplied: an index from a path may be too large for that.
    return level < LEVELS && index <= hashes / FULL && index * FULL + width <= hashes;
  }

  boolean isFull() {
    return width == FULL;
  }

  /** Such as {@code tile/0/x001/x234/067} or {@code tile/1/000.p/5}. */
  public String path() {
    StringBuilder digits = new StringBuilder(String.format("%03d", index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      digits.insert(0, String.format("x%03d/", rest % 1000));
    }
    return "tile/" + level + "/" + digits + (isFull() ? "" : ".p/" + width);
  }
}
