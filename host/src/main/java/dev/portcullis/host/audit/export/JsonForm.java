package dev.portcullis.host.audit.export;

import dev.portcullis.host.audit.line.StoredRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One object: {@code items}, each byte for byte as in the journal, and {@code pinned}. */
final class JsonForm implements RecordFormat {
  private final OutputStream out;
  private String separator = "\n";

  JsonForm(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin() throws IOException {
    text("{\"items\":[");
  }

  @Override
  public void record(StoredRecord record) throws IOException {
    text(separator);
    text(record.line());
    separator = ",\n";
  }

  @Override
  public void end(Pin pin) throws IOException {
    text("],\n\"pinned\":");
    JsonText.write(out, pin::write);
    text("}\n");
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
