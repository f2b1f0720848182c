package dev.portcullis.host.audit.export;

import dev.portcullis.host.audit.line.StoredRecord;
import java.io.IOException;

/** One form of an export, for one export. */
interface RecordFormat {
  /** What comes before the first record. */
  default void begin() throws IOException {}

  /** The next record. */
  void record(StoredRecord record) throws IOException;

  /** What comes after the last record, the checkpoint at its end. */
  void end(Pin pin) throws IOException;
}
