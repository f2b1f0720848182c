package dev.portcullis.host.sandbox;

/**
 * Takes a program's output as it comes. Called from one thread; the bytes are the callee's to keep.
 */
public interface OutputSink {
  /** The next bytes of standard output. */
  void stdout(Bytes bytes);

  /** The next bytes of standard error. */
  void stderr(Bytes bytes);
}
