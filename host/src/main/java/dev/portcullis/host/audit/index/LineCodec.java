package dev.portcullis.host.audit.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses lines, each by itself: a CRC-32C of the line and its number, the length of the line,
 * then raw deflate primed with what lines have in common. Used by one thread.
 */
final class LineCodec implements AutoCloseable {
  private static final int LONGEST_LINE = 1 << 16;

  /**
   * What most lines hold, the most frequent last, as deflate wants it. A part of the format: with
   * it {@link OpenIndex#FORMAT} changes.
   */
  private static final byte[] COMMON = common();

  private final Deflater deflater = new Deflater(1, true);
  private final Inflater inflater = new Inflater(true);
  private final CRC32C crc = new CRC32C();
  private byte[] room = new byte[LONGEST_LINE];

  byte[] compress(long seq, byte[] line) {
    deflater.reset();
    deflater.setDictionary(COMMON);
    deflater.setInput(line);
    deflater.finish();
    if (room.length < line.length + 64) {
      room = new byte[line.length + 64];
    }
    int size = 0;
    while (!deflater.finished()) {
      if (size == room.length) {
        room = Arrays.copyOf(room, 2 * room.length);
      }
      size += deflater.deflate(room, size, room.length - size);
    }
    return ByteBuffer.allocate(8 + size)
        .putInt(crc(seq, line))
        .putInt(line.length)
        .put(room, 0, size)
        .array();
  }

  /**
   * The line again.
   *
   * @throws UnfitIndexException if it is not what was compressed
   */
  byte[] expand(long seq, byte[] compressed) {
    try {
      ByteBuffer head = ByteBuffer.wrap(compressed);
      int crc = compressed.length < 8 ? -1 : head.getInt();
      int length = compressed.length < 8 ? -1 : head.getInt();
      if (length < 0 || length > LONGEST_LINE) {
        throw new UnfitIndexException("a line has no length");
      }
      inflater.reset();
      inflater.setInput(compressed, 8, compressed.length - 8);
      inflater.setDictionary(COMMON);
      byte[] line = new byte[length];
      int size = 0;
      while (size < length) {
        int more = inflater.inflate(line, size, length - size);
        if (more == 0) {
          throw new UnfitIndexException("a line breaks off");
        }
        size += more;
      }
      if (crc(seq, line) != crc) {
        throw new UnfitIndexException("record " + seq + " is not what was written");
      }
      return line;
    } catch (DataFormatException damaged) {
      throw new UnfitIndexException("a line cannot be expanded", damaged);
    }
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }

  private static byte[] common() {
    try (InputStream in =
        Objects.requireNonNull(LineCodec.class.getResourceAsStream("common.txt"))) {
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException("a part of this software cannot be read", broken);
    }
  }

  private int crc(long seq, byte[] line) {
    crc.reset();
    crc.update(line);
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seq));
    return (int) crc.getValue();
  }
}
