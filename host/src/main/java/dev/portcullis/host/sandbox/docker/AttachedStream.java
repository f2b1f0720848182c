package dev.portcullis.host.sandbox.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container's standard input and output over one connection: an HTTP upgrade, after which the
 * engine puts 8 bytes before each piece of output. Anything but standard output is refused.
 *
 * <p>Reads and writes block the calling (virtual) thread; {@link #close}, from any thread, ends
 * them.
 */
final class AttachedStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttachedStream.class);
  private static final int MAX_HEAD = 16 << 10;
  private static final int PIECE_HEADER = 8;
  private static final int STDOUT = 1;
  private static final int MAX_PIECE = 1 << 20;

  private final SocketChannel channel;
  private final ByteBuffer received = ByteBuffer.allocate(32 << 10).flip();
  private int leftOfPiece;

  private AttachedStream(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects; {@link #upgrade} follows, so that the caller can bound its time. */
  static AttachedStream connect(EngineAddress engine) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(engine.socket()));
      return new AttachedStream(channel);
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  /** Asks the engine to attach the container's input and output to this connection. */
  void upgrade(String apiVersion, String containerId) throws IOException {
    String request =
        "POST /v"
            + apiVersion
            + "/containers/"
            + containerId
            + "/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\n"
            + "Host: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n";
    write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    String head = head();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      String status = head.lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
      throw new IOException("the engine answered the attach with `" + status + "`");
    }
  }

  /** The runner's standard output, without the engine's headers. */
  InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return AttachedStream.this.read(into, offset, length);
      }
    };
  }

  /** The runner's standard input. */
  OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        AttachedStream.this.write(ByteBuffer.wrap(from, offset, length));
      }
    };
  }

  /**
   * Whether the other side is still there and silent, as it must be while it waits. Only to be
   * called while nobody reads.
   */
  boolean isQuiet() {
    if (received.hasRemaining() || !channel.isOpen()) {
      return false;
    }
    try {
      channel.configureBlocking(false);
      try {
        received.clear();
        return channel.read(received) == 0;
      } finally {
        received.flip();
        channel.configureBlocking(true);
      }
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException alreadyBroken) {
      LOG.debug("an attach did not close cleanly; its descriptor is released all the same");
    }
  }

  private int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (leftOfPiece == 0) {
      if (!received.hasRemaining() && !fill()) {
        return -1;
      }
      leftOfPiece = piece();
    }
    if (!received.hasRemaining() && !fill()) {
      throw new EOFException("the engine's stream ended within a piece");
    }
    int count = Math.min(length, Math.min(leftOfPiece, received.remaining()));
    received.get(into, offset, count);
    leftOfPiece -= count;
    return count;
  }

  private int piece() throws IOException {
    while (received.remaining() < PIECE_HEADER) {
      if (!fill()) {
        throw new EOFException("the engine's stream ended within a header");
      }
    }
    long header = received.getLong();
    long length = header & 0xffff_ffffL;
    if (header >>> 32 != (long) STDOUT << 24 || length == 0 || length > MAX_PIECE) {
      throw new IOException("the engine's stream has a header it may not have");
    }
    return (int) length;
  }

  private boolean fill() throws IOException {
    received.compact();
    try {
      return channel.read(received) >= 0;
    } finally {
      received.flip();
    }
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      if (head.length() >= MAX_HEAD) {
        throw new IOException("the engine's answer to the attach has no end");
      }
      if (!received.hasRemaining() && !fill()) {
        throw new EOFException("the engine closed the connection");
      }
      head.append((char) (received.get() & 0xff));
    }
    return head.toString();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
