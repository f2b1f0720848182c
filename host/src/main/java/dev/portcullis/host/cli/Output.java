package dev.portcullis.host.cli;

/** How a command writes its result. */
enum Output {
  /** For people. */
  TEXT,
  /** One JSON document, for scripts. */
  JSON
}
