package dev.portcullis.host.audit.index;

import java.util.List;
import java.util.OptionalLong;

/**
 * Records, newest first.
 *
 * @param lines as they stand in the journal, without line feed
 * @param next ask for records before this one to go on; empty where nothing older is left
 */
public record RecordPage(List<String> lines, OptionalLong next) {
  public RecordPage {
    lines = List.copyOf(lines);
  }
}
