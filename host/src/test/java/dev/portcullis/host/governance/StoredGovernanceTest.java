package dev.portcullis.host.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.store.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredGovernanceTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  private final Database database;
  private final StoredGovernance saved;

  StoredGovernanceTest(@TempDir Path directory) {
    database = Database.open(directory.resolve("portcullis.db"));
    saved = new StoredGovernance(database);
  }

  @BeforeEach
  void savePolicy() {
    saved.savePolicy(DIGEST, "rules".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void config_newHome_isEmpty() {
    assertThat(saved.config()).isEmpty();
    assertThat(saved.halt()).isEmpty();
  }

  @Test
  void compareAndSet_expectedVersion_isSaved() {
    assertThat(saved.compareAndSet(0, config(1, Mode.SOFT_BLOCK))).isTrue();
    assertThat(saved.compareAndSet(1, config(2, Mode.HARD_BLOCK))).isTrue();
    assertThat(saved.config()).contains(config(2, Mode.HARD_BLOCK));
  }

  @Test
  void compareAndSet_otherVersion_changesNothing() {
    saved.compareAndSet(0, config(1, Mode.SOFT_BLOCK));
    assertThat(saved.compareAndSet(0, config(1, Mode.OFF))).isFalse();
    assertThat(saved.compareAndSet(2, config(3, Mode.OFF))).isFalse();
    assertThat(saved.config()).contains(config(1, Mode.SOFT_BLOCK));
  }

  @Test
  void compareAndSet_policyThatWasNotSaved_isRefused() {
    RuntimeConfig unknown =
        new RuntimeConfig(1, Mode.OFF, Thresholds.DEFAULT, "sha256:" + "b".repeat(64));
    assertThatThrownBy(() -> saved.compareAndSet(0, unknown)).hasMessageContaining("FOREIGN KEY");
    assertThat(saved.config()).isEmpty();
  }

  @Test
  void savePolicy_again_keepsTheFirstBytes() {
    saved.savePolicy(DIGEST, "other".getBytes(StandardCharsets.UTF_8));
    assertThat(saved.policy(DIGEST)).contains("rules".getBytes(StandardCharsets.UTF_8));
    assertThat(saved.policy("sha256:none")).isEmpty();
  }

  @Test
  void saveHalt_thenNone_isGone() {
    KillSwitch.Halt halt =
        new KillSwitch.Halt("ops", "drill", Instant.parse("2026-03-01T12:00:00.100Z"));
    saved.saveHalt(Optional.of(halt));
    assertThat(saved.halt()).contains(halt);
    saved.saveHalt(Optional.empty());
    assertThat(saved.halt()).isEmpty();
  }

  private static RuntimeConfig config(long version, Mode mode) {
    return new RuntimeConfig(version, mode, new Thresholds(30, 60), DIGEST);
  }
}
