package dev.portcullis.host.audit.journal;

import dev.portcullis.host.audit.Appended;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Ending;
import dev.portcullis.host.audit.OpenExecution;
import dev.portcullis.host.audit.line.SystemAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What became durable after its maker gave up waiting for a disk that did not answer, and acted as
 * if it were not in the journal. Used by the writing thread only.
 */
final class LateRecords {
  /** More than can be under way at once. */
  private static final int REMEMBERED = 4_096;

  /** Ends that are on disk and will be offered again, by the execution's id. */
  private final SequencedMap<String, Appended> ends = new LinkedHashMap<>();

  /** What the journal has to add, so that it says what came to pass. */
  List<AuditRecord> noticed(AuditRecord record, Appended where) {
    if (record instanceof AuditRecord.Finished finished) {
      ends.put(finished.id(), where);
      if (ends.size() > REMEMBERED) {
        ends.pollFirstEntry();
      }
      return List.of(); // It did end so.
    }
    List<AuditRecord> notices = new ArrayList<>();
    if (record instanceof AuditRecord.Decided decided && decided.opens()) {
      notices.add(refused(OpenExecution.of(decided)));
    }
    notices.add(new AuditRecord.SystemEvent(SystemAction.LATE, Map.of("seq", where.seq())));
    return notices;
  }

  /** Answers an end that is offered again and is on disk already. */
  boolean settle(Pending pending) {
    if (!(pending.record() instanceof AuditRecord.Finished finished)) {
      return false;
    }
    Appended before = ends.remove(finished.id());
    return before != null && pending.done().complete(before);
  }

  private static AuditRecord.Finished refused(OpenExecution execution) {
    return new AuditRecord.Finished(
        execution.id(),
        execution.principal(),
        execution.action(),
        execution.language(),
        execution.profile(),
        Optional.empty(),
        Ending.refused("audit_unavailable", Optional.of("its decision was on disk too late"), 0));
  }
}
