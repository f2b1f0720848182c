package dev.portcullis.host.audit.export;

import dev.portcullis.host.audit.line.StoredRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The journal's own lines, which `audit verify` verifies, and one that pins them. */
final class LinesForm implements RecordFormat {
  private final OutputStream out;

  LinesForm(OutputStream out) {
    this.out = out;
  }

  @Override
  public void record(StoredRecord record) throws IOException {
    out.write(record.line().getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  @Override
  public void end(Pin pin) throws IOException {
    JsonText.write(out, pin::write);
    out.write('\n');
  }
}
