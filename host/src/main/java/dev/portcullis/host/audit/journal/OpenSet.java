package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.OpenExecution;
import dev.portcullis.host.audit.line.OpenExecutionJson;
import dev.portcullis.host.audit.line.SystemAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The executions that wait for their {@code finished} record, by id, as far as it is durable. */
final class OpenSet {
  /** So many to a record that it always fits without being shortened. */
  private static final int A_RECORD = 50;

  private final Map<String, OpenExecution> open = new LinkedHashMap<>();

  OpenSet(List<OpenExecution> initial) {
    initial.forEach(execution -> open.put(execution.id(), execution));
  }

  boolean contains(String id) {
    return open.containsKey(id);
  }

  /** Takes note of a durable record. */
  void note(AuditRecord record) {
    switch (record) {
      case AuditRecord.Decided decided -> {
        if (decided.opens()) {
          open.put(decided.id(), OpenExecution.of(decided));
        }
      }
      case AuditRecord.Finished finished -> open.remove(finished.id());
      case AuditRecord.Admin _, AuditRecord.SystemEvent _ -> {}
    }
  }

  /** The records that begin a segment, so that it can be understood without those before it. */
  List<AuditRecord.SystemEvent> beginning() {
    List<Map<String, Object>> all = open.values().stream().map(OpenExecutionJson::of).toList();
    List<AuditRecord.SystemEvent> records = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(all.size(), from + A_RECORD);
      records.add(
          new AuditRecord.SystemEvent(
              SystemAction.SEGMENT,
              Map.of("open", all.subList(from, to), "more", all.size() - to)));
      from = to;
    } while (from < all.size());
    return records;
  }
}
