package dev.portcullis.host.execution;

import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.OutputSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Keeps what a program writes, each stream up to its limit; filled by one thread, read after it is
 * done.
 */
final class CollectedOutput implements OutputSink {
  private final long limit;
  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

  CollectedOutput(long limit) {
    this.limit = limit;
  }

  @Override
  public void stdout(Bytes bytes) {
    append(stdout, bytes);
  }

  @Override
  public void stderr(Bytes bytes) {
    append(stderr, bytes);
  }

  ExecutionResult.Output stdoutAfter(Exit exit) {
    return output(stdout, exit);
  }

  ExecutionResult.Output stderrAfter(Exit exit) {
    return output(stderr, exit);
  }

  private void append(ByteArrayOutputStream stream, Bytes bytes) {
    if (stream.size() + (long) bytes.size() > limit) {
      throw new IllegalStateException("the driver hands on no more than the limit");
    }
    try {
      bytes.writeTo(stream);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory does not fail to be written", impossible);
    }
  }

  /** Output is cut where the program was ended for writing more, and nowhere else. */
  private ExecutionResult.Output output(ByteArrayOutputStream stream, Exit exit) {
    boolean overLimit =
        exit instanceof Exit.Stopped stopped && stopped.reason() == Exit.Reason.OUTPUT_LIMIT;
    return new ExecutionResult.Output(
        Bytes.of(stream.toByteArray()), overLimit && stream.size() >= limit);
  }
}
