package dev.portcullis.host.sandbox.runner;

import dev.portcullis.host.sandbox.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Cuts the runner's stream into frames. Only a type expected at this point, with a length its type
 * allows, is read at all; nothing is allocated before both were checked.
 */
final class FrameReader {
  private static final int HEADER = 5;
  private static final FrameType[] FROM_RUNNER = {
    FrameType.RECEIPT,
    FrameType.READY,
    FrameType.STDOUT,
    FrameType.STDERR,
    FrameType.ARTIFACT,
    FrameType.ARTIFACT_DATA,
    FrameType.EXIT,
    FrameType.FAILURE
  };

  private final InputStream in;
  private final byte[] header = new byte[HEADER];

  FrameReader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads the next frame; a {@code FAILURE} may come at any point and is thrown.
   *
   * @throws RunnerLostException if the stream ended, the runner failed, or the frame is not one of
   *     {@code expected}
   * @throws IOException if the stream itself failed
   */
  Frame next(Set<FrameType> expected) throws RunnerLostException, IOException {
    int got = in.readNBytes(header, 0, HEADER);
    if (got == 0) {
      throw new RunnerLostException("the runner went away");
    }
    if (got < HEADER) {
      throw new RunnerLostException("the runner went away within a frame");
    }
    FrameType type = typeOf(header[0] & 0xff);
    if (type != FrameType.FAILURE && !expected.contains(type)) {
      throw new RunnerLostException("the runner sent " + type + " where it may not");
    }
    long length =
        ((header[1] & 0xffL) << 24)
            | ((header[2] & 0xffL) << 16)
            | ((header[3] & 0xffL) << 8)
            | (header[4] & 0xffL);
    if (length > type.maxPayload()) {
      throw new RunnerLostException("the runner sent " + type + " of " + length + " bytes");
    }
    byte[] payload = in.readNBytes((int) length);
    if (payload.length < length) {
      throw new RunnerLostException("the runner went away within a frame");
    }
    if (type == FrameType.FAILURE) {
      throw new RunnerLostException("the runner failed: " + CleanText.of(payload));
    }
    return new Frame(type, Bytes.of(payload));
  }

  private static FrameType typeOf(int code) throws RunnerLostException {
    for (FrameType type : FROM_RUNNER) {
      if (type.code() == code) {
        return type;
      }
    }
    throw new RunnerLostException("the runner sent a frame of unknown type " + code);
  }
}
