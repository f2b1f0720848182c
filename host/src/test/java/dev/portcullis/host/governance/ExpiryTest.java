package dev.portcullis.host.governance;

import static dev.portcullis.host.governance.GovernanceUnderTest.HOST;
import static dev.portcullis.host.governance.GovernanceUnderTest.NOON;
import static dev.portcullis.host.governance.GovernanceUnderTest.OPERATOR;
import static dev.portcullis.host.governance.GovernanceUnderTest.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.host.audit.AuditUnavailableException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What expires while the database or the journal fails. */
class ExpiryTest {
  private final GovernanceUnderTest home;

  ExpiryTest(@TempDir Path folder) throws Exception {
    home = new GovernanceUnderTest(folder, POLICY, NOON);
  }

  @BeforeEach
  void switchOffForAMinute() throws Exception {
    home.change(ConfigChange.of(Mode.OFF).until(NOON.plusSeconds(60)));
    home.now = NOON.plusSeconds(61);
  }

  @AfterEach
  void close() throws Exception {
    home.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void look_cannotBeSaved_revertsRecordsOnceAndTriesEverMoreSeldom(boolean atTheCommit)
      throws Exception {
    FullDisk disk = new FullDisk(home.store, atTheCommit);
    ActivePolicy active = on(disk);
    try (Expiry expiry = new Expiry(active, HOST)) {
      expiry.look();

      assertThat(active.inForce().settings().mode()).isEqualTo(Mode.SOFT_BLOCK);
      assertThat(active.current().version()).isEqualTo(3);
      for (int i = 0; i < 99; i++) {
        expiry.look();
      }
      assertThat(disk.tries).isEqualTo(7);
      assertThat(expiry.problem().orElseThrow()).contains("cannot be saved: the disk is full");
      assertThat(home.changes("governor.expire")).hasSize(1);
      assertThat(home.changes("governor.expire.undone")).isEmpty();

      disk.full = false;
      for (int i = 0; i < 64; i++) {
        expiry.look();
      }
      assertThat(expiry.problem()).isEmpty();
    }
    assertThat(home.store.config()).contains(active.current());
    assertThat(home.changes("governor.expire")).hasSize(1);
  }

  @Test
  void look_hostDiedBeforeItSaved_revertsWhenItStartsAgain() throws Exception {
    try (Expiry expiry = new Expiry(on(new FullDisk(home.store, false)), HOST)) {
      expiry.look();
    }

    ActivePolicy again = on(home.store);
    assertThat(again.current().mode()).isEqualTo(Mode.OFF);
    try (Expiry expiry = new Expiry(again, HOST)) {
      expiry.start();
      assertThat(expiry.problem()).isEmpty();
    }

    assertThat(again.current().mode()).isEqualTo(Mode.SOFT_BLOCK);
    assertThat(home.store.config()).contains(again.current());
  }

  @Test
  void change_afterAnExpiryThatCouldNotBeSaved_savesBoth() throws Exception {
    FullDisk disk = new FullDisk(home.store, false);
    ActivePolicy active = on(disk);
    try (Expiry expiry = new Expiry(active, HOST)) {
      expiry.look();
      disk.full = false;

      active.change(3, ConfigChange.of(Mode.HARD_BLOCK), OPERATOR);
    }

    assertThat(home.store.config()).contains(active.current());
    assertThat(active.current().mode()).isEqualTo(Mode.HARD_BLOCK);
    assertThat(active.current().version()).isEqualTo(4);
  }

  @Test
  void look_saveEndedInAnErrorAndWasDone_isDone() throws Exception {
    ActivePolicy active =
        on(
            new StoreInFront(home.store) {
              private boolean done;

              @Override
              public boolean compareAndSet(
                  long expected, RuntimeConfig next, KeptPolicy.Signature signed, Recording record)
                  throws AuditUnavailableException {
                boolean saved = super.compareAndSet(expected, next, signed, record);
                if (!done) {
                  done = true;
                  throw new IllegalStateException("no answer");
                }
                return saved;
              }
            });
    try (Expiry expiry = new Expiry(active, HOST)) {
      expiry.look();
      assertThat(expiry.problem()).isPresent();
      expiry.look();
      expiry.look();
      assertThat(expiry.problem()).isEmpty();
    }
  }

  @Test
  void look_cannotBeRecorded_saysSo() throws Exception {
    home.journal.close();
    try (Expiry expiry = new Expiry(home.active, HOST)) {
      expiry.look();

      assertThat(expiry.problem().orElseThrow()).contains("cannot be reverted");
    }
  }

  private ActivePolicy on(GovernanceStore store) throws Exception {
    Ground ground = home.ground();
    return ActivePolicy.open(
        new Ground(store, ground.archive(), ground.journal(), ground.offered(), ground.clock()),
        new byte[0],
        HOST);
  }

  /** Saves nothing while it is full: locked from the beginning, or failing at the commit. */
  private static final class FullDisk extends StoreInFront {
    private final boolean atTheCommit;
    private boolean full = true;
    private int tries;

    FullDisk(GovernanceStore behind, boolean atTheCommit) {
      super(behind);
      this.atTheCommit = atTheCommit;
    }

    @Override
    public boolean compareAndSet(
        long expected, RuntimeConfig next, KeptPolicy.Signature signed, Recording record)
        throws AuditUnavailableException {
      if (!full) {
        return super.compareAndSet(expected, next, signed, record);
      }
      tries++;
      if (atTheCommit) {
        record.write();
      }
      throw new IllegalStateException("the disk is full");
    }
  }
}
