package dev.portcullis.host.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.audit.AuditUnavailableException;
import dev.portcullis.host.store.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredGovernanceTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  private static final KeptPolicy.Signature SIGNED =
      new KeptPolicy.Signature(Instant.parse("2026-03-01T12:00:00Z"), "admin");

  private final Database database;
  private final StoredGovernance saved;

  StoredGovernanceTest(@TempDir Path directory) {
    database = Database.open(directory.resolve("portcullis.db"));
    saved = new StoredGovernance(database);
  }

  @BeforeEach
  void savePolicy() throws Exception {
    saved.savePolicy(DIGEST, "rules".getBytes(StandardCharsets.UTF_8), SIGNED, () -> {});
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void config_newHome_isEmpty() throws Exception {
    assertThat(saved.config()).isEmpty();
    assertThat(saved.halt()).isEmpty();
  }

  @Test
  void compareAndSet_expectedVersion_isSaved() throws Exception {
    assertThat(save(0, config(1, Mode.SOFT_BLOCK))).isTrue();
    assertThat(save(1, config(2, Mode.HARD_BLOCK))).isTrue();
    assertThat(saved.config()).contains(config(2, Mode.HARD_BLOCK));
  }

  @Test
  void compareAndSet_otherVersion_changesNothing() throws Exception {
    save(0, config(1, Mode.SOFT_BLOCK));
    assertThat(save(0, config(1, Mode.OFF))).isFalse();
    assertThat(save(2, config(3, Mode.OFF))).isFalse();
    assertThat(saved.config()).contains(config(1, Mode.SOFT_BLOCK));
  }

  @Test
  void compareAndSet_policyThatWasNotSaved_isRefused() throws Exception {
    RuntimeConfig unknown =
        new RuntimeConfig(1, Mode.OFF, Thresholds.DEFAULT, "sha256:" + "b".repeat(64));
    assertThatThrownBy(() -> save(0, unknown)).hasMessageContaining("FOREIGN KEY");
    assertThat(saved.config()).isEmpty();
  }

  @Test
  void savePolicy_again_keepsTheFirstBytes() throws Exception {
    boolean again =
        saved.savePolicy(
            DIGEST, "other".getBytes(StandardCharsets.UTF_8), SIGNED, () -> fail("recorded twice"));
    assertThat(again).isFalse();
    assertThat(saved.policy(DIGEST)).contains("rules".getBytes(StandardCharsets.UTF_8));
    assertThat(saved.policy("sha256:none")).isEmpty();
  }

  @Test
  void compareAndSet_everythingTemporaryAndToggled_isReadBack() throws Exception {
    Instant until = Instant.parse("2026-03-01T12:30:00.250Z");
    SortedMap<Toggle.Key, Setting<Toggle>> toggles = new TreeMap<>();
    toggles.put(
        new Toggle.Key(Toggle.Kind.RULE, "no-shell"),
        Setting.of(Toggle.SHADOW).with(Toggle.DISABLED, Optional.of(until)));
    toggles.put(new Toggle.Key(Toggle.Kind.LANGUAGE, "python"), Setting.of(Toggle.DISABLED));
    toggles.put(
        new Toggle.Key(Toggle.Kind.SKILL, "report"),
        Setting.of(Toggle.ENABLED).with(Toggle.DISABLED, Optional.of(until)));
    RuntimeConfig next =
        new RuntimeConfig(
            2,
            Setting.of(Mode.SOFT_BLOCK).with(Mode.OFF, Optional.of(until)),
            Setting.of(new Thresholds(30, 60)).with(new Thresholds(1, 2), Optional.of(until)),
            new Toggles(toggles),
            DIGEST);
    save(0, config(1, Mode.SOFT_BLOCK));

    assertThat(save(1, next)).isTrue();

    assertThat(saved.config()).contains(next);
    assertThat(save(2, config(3, Mode.SOFT_BLOCK))).isTrue();
    assertThat(saved.config()).contains(config(3, Mode.SOFT_BLOCK));
  }

  @Test
  void compareAndSet_recordFails_changesNothing() throws Exception {
    save(0, config(1, Mode.SOFT_BLOCK));

    assertThatThrownBy(
            () ->
                saved.compareAndSet(
                    1,
                    config(2, Mode.OFF),
                    SIGNED,
                    () -> {
                      throw new AuditUnavailableException("full");
                    }))
        .isInstanceOf(AuditUnavailableException.class);

    assertThat(saved.config()).contains(config(1, Mode.SOFT_BLOCK));
  }

  @Test
  void compareAndSet_otherVersion_recordsNothing() throws Exception {
    save(0, config(1, Mode.SOFT_BLOCK));

    assertThat(
            saved.compareAndSet(
                7, config(8, Mode.OFF), SIGNED, () -> fail("recorded all the same")))
        .isFalse();
  }

  @Test
  void policies_afterActivations_tellWhoLastActivatedEach() throws Exception {
    String other = "sha256:" + "b".repeat(64);
    Instant later = SIGNED.at().plusSeconds(5);
    saved.savePolicy(other, new byte[3], new KeptPolicy.Signature(later, "bob"), () -> {});
    save(0, config(1, Mode.OFF));
    saved.compareAndSet(
        1,
        new RuntimeConfig(2, Mode.OFF, Thresholds.DEFAULT, other),
        new KeptPolicy.Signature(later, "bob"),
        () -> {});
    RuntimeConfig back = new RuntimeConfig(3, Mode.OFF, Thresholds.DEFAULT, DIGEST);
    saved.compareAndSet(2, back, new KeptPolicy.Signature(later.plusSeconds(5), "eve"), () -> {});

    assertThat(saved.policies())
        .containsExactly(
            new KeptPolicy(
                other,
                3,
                new KeptPolicy.Signature(later, "bob"),
                Optional.of(new KeptPolicy.Signature(later, "bob"))),
            new KeptPolicy(
                DIGEST,
                5,
                SIGNED,
                Optional.of(new KeptPolicy.Signature(later.plusSeconds(5), "eve"))));
  }

  @Test
  void saveFollowed_again_keepsTheLast() {
    assertThat(saved.followed()).isEmpty();
    saved.saveFollowed("one");
    saved.saveFollowed("two");
    assertThat(saved.followed()).contains("two");
  }

  @Test
  void saveHalt_thenNone_isGone() throws Exception {
    KillSwitch.Halt halt =
        new KillSwitch.Halt("ops", "drill", Instant.parse("2026-03-01T12:00:00.100Z"));
    saved.saveHalt(Optional.of(halt));
    assertThat(saved.halt()).contains(halt);
    saved.saveHalt(Optional.empty());
    assertThat(saved.halt()).isEmpty();
  }

  private boolean save(long expected, RuntimeConfig next) throws AuditUnavailableException {
    return saved.compareAndSet(expected, next, SIGNED, () -> {});
  }

  private static RuntimeConfig config(long version, Mode mode) {
    return new RuntimeConfig(version, mode, new Thresholds(30, 60), DIGEST);
  }
}
