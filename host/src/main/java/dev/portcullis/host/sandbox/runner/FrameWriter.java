package dev.portcullis.host.sandbox.runner;

import dev.portcullis.host.sandbox.Bytes;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes frames to the runner. What is small is gathered, so that a whole program goes out in one
 * write; {@link #flush} sends it.
 */
final class FrameWriter {
  private static final int CHUNK = 256 << 10;

  private final OutputStream out;

  FrameWriter(OutputStream out) {
    this.out = new BufferedOutputStream(out, 32 << 10);
  }

  void write(FrameType type, byte[] payload) throws IOException {
    if (payload.length > type.maxPayload()) {
      throw new IllegalArgumentException(
          type + " of " + payload.length + " bytes is longer than the protocol allows");
    }
    header(type, payload.length);
    out.write(payload);
  }

  /** Writes {@code content} in as many frames as it needs; none where it is empty. */
  void writeAll(FrameType type, Bytes content) throws IOException {
    if (content.size() == 0) {
      return;
    }
    if (content.size() <= CHUNK) {
      header(type, content.size());
      content.writeTo(out);
      return;
    }
    byte[] all = content.toArray();
    for (int from = 0; from < all.length; from += CHUNK) {
      int length = Math.min(CHUNK, all.length - from);
      header(type, length);
      out.write(all, from, length);
    }
  }

  void flush() throws IOException {
    out.flush();
  }

  private void header(FrameType type, int length) throws IOException {
    out.write(type.code());
    out.write(length >>> 24);
    out.write(length >>> 16);
    out.write(length >>> 8);
    out.write(length);
  }

  /** The fields of a {@code FILE} or {@code START} frame. */
  static final class Fields {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream data = new DataOutputStream(bytes);

    Fields text(int tag, String value) throws IOException {
      if (value.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("text for the runner holds no NUL");
      }
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      data.writeByte(tag);
      data.writeInt(utf8.length);
      data.write(utf8);
      return this;
    }

    Fields number1(int tag, int value) throws IOException {
      data.writeByte(tag);
      data.writeInt(Byte.BYTES);
      data.writeByte(value);
      return this;
    }

    Fields number4(int tag, int value) throws IOException {
      data.writeByte(tag);
      data.writeInt(Integer.BYTES);
      data.writeInt(value);
      return this;
    }

    Fields number8(int tag, long value) throws IOException {
      data.writeByte(tag);
      data.writeInt(Long.BYTES);
      data.writeLong(value);
      return this;
    }

    byte[] toBytes() {
      return bytes.toByteArray();
    }
  }
}
