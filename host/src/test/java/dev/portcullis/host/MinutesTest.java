package dev.portcullis.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.AuditUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MinutesTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T10:00:30Z"));

  private final List<Map<String, Object>> failures = new CopyOnWriteArrayList<>();
  private volatile boolean journalTakesRecords = true;

  private FailedLogins nobody() {
    return new FailedLogins((_, _) -> Optional.empty(), this::append, now::get);
  }

  private void append(AuditRecord record) throws AuditUnavailableException {
    if (!journalTakesRecords) {
      throw new AuditUnavailableException("the disk is full");
    }
    AuditRecord.SystemEvent event = (AuditRecord.SystemEvent) record;
    assertThat(event.action()).isEqualTo("login.failed");
    failures.add(event.facts());
  }

  private static long attempts(Map<String, Object> facts) {
    return (long) facts.getOrDefault("attempts", 0L);
  }

  @Test
  void authenticate_withoutAValidKey_isOneRecordOfEachAddressAndMinute() throws Exception {
    try (FailedLogins logins = nobody()) {
      logins.start();
      for (int i = 0; i < 500; i++) {
        logins.authenticate("wrong", i % 5 == 0 ? "10.0.0.2" : "10.0.0.1");
      }
      assertThat(failures).as("within the minute").isEmpty();
      now.set(Instant.parse("2026-11-23T10:01:00Z"));
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (failures.size() < 2) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(20);
      }
      logins.authenticate("wrong", "10.0.0.1");
    }
    assertThat(failures).hasSize(3);
    assertThat(failures.subList(0, 2))
        .allSatisfy(record -> assertThat(record.get("minute")).isEqualTo("2026-11-23T10:00:00Z"))
        .extracting(record -> record.get("address") + " " + attempts(record))
        .containsExactlyInAnyOrder("10.0.0.1 400", "10.0.0.2 100");
    assertThat(failures.getLast().get("minute")).isEqualTo("2026-11-23T10:01:00Z");
  }

  @Test
  void authenticate_fromMoreAddressesThanAreCounted_areCountedTogether() throws Exception {
    try (FailedLogins logins = nobody()) {
      for (int i = 0; i < 10_000; i++) {
        logins.authenticate("wrong", "2001:db8::" + Integer.toHexString(i));
      }
    }
    assertThat(failures).hasSize(Minutes.MOST + 1);
    assertThat(failures.stream().mapToLong(MinutesTest::attempts).sum()).isEqualTo(10_000);
    assertThat(failures).anyMatch(record -> "others".equals(record.get("address")));
  }

  @Test
  void authenticate_whileTheJournalTakesNothing_isCountedUntilItDoes() {
    journalTakesRecords = false;
    try (FailedLogins logins = nobody()) {
      for (int minute = 0; minute < 5; minute++) {
        for (int i = 0; i < 1_000; i++) {
          logins.authenticate("wrong", "10.0." + minute + "." + i % 256);
        }
        now.set(now.get().plusSeconds(60));
        logins.recordOver();
      }
      assertThat(failures).isEmpty();
      journalTakesRecords = true;
    }
    assertThat(failures.stream().mapToLong(MinutesTest::attempts).sum()).isEqualTo(5_000);
    assertThat(failures.size()).as("what is kept is bounded").isLessThan(3 * Minutes.MOST);
  }
}
