package dev.portcullis.host.sandbox.runner;

/**
 * The frames of the protocol, with their number on the wire and the most their payload may hold.
 */
enum FrameType {
  FILE(0x01, 1 << 20),
  DATA(0x02, 1 << 20),
  STDIN(0x03, 1 << 20),
  START(0x04, 1 << 20),
  CANCEL(0x05, 0),
  RECEIPT(0x81, 64 << 10),
  READY(0x82, 0),
  STDOUT(0x83, 65_536),
  STDERR(0x84, 65_536),
  ARTIFACT(0x85, 8 << 10),
  ARTIFACT_DATA(0x86, 65_536),
  EXIT(0x87, 4 << 10),
  FAILURE(0x88, 1 << 10);

  private final int code;
  private final int maxPayload;

  FrameType(int code, int maxPayload) {
    this.code = code;
    this.maxPayload = maxPayload;
  }

  int code() {
    return code;
  }

  /** Bytes; a longer payload is a violation, whatever the length field says. */
  int maxPayload() {
    return maxPayload;
  }
}
