package dev.portcullis.host.governance;

import static dev.portcullis.host.governance.GovernanceUnderTest.HOST;
import static dev.portcullis.host.governance.GovernanceUnderTest.NOON;
import static dev.portcullis.host.governance.GovernanceUnderTest.OPERATOR;
import static dev.portcullis.host.governance.GovernanceUnderTest.POLICY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.governor.policy.Thresholds;
import dev.portcullis.host.audit.AuditUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivePolicyTest {
  private static final String OTHER = POLICY + "# another\n";

  private final Path folder;
  private GovernanceUnderTest home;

  ActivePolicyTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    home = new GovernanceUnderTest(folder, POLICY, NOON);
  }

  @AfterEach
  void close() throws Exception {
    home.close();
  }

  private void restart(Duration later) throws Exception {
    home.close();
    home = new GovernanceUnderTest(folder, "never read", NOON.plus(later));
  }

  @Test
  void change_toggles_areInForceAndKeptAcrossRestarts() throws Exception {
    home.change(ConfigChange.of(Toggle.Kind.RULE, "no-shell", Toggle.DISABLED));
    home.change(ConfigChange.of(Toggle.Kind.RULE, "all", Toggle.SHADOW));
    home.change(ConfigChange.of(Toggle.Kind.LANGUAGE, "py", Toggle.DISABLED));
    home.change(ConfigChange.of(Toggle.Kind.SKILL, "report", Toggle.DISABLED));
    RuntimeConfig before = home.active.current();

    restart(Duration.ofHours(1));

    assertThat(home.active.current()).isEqualTo(before);
    InForce inForce = home.active.inForce();
    assertThat(inForce.settings().disabled()).containsExactly(new RuleId("no-shell"));
    assertThat(inForce.settings().shadowed()).containsExactly(new RuleId("all"));
    assertThat(inForce.settings().configVersion()).isEqualTo(5);
    assertThat(inForce.config().languageDisabled("python")).isTrue();
    assertThat(inForce.config().languageDisabled("bash")).isFalse();
    assertThat(inForce.config().skillDisabled("report")).isTrue();
    assertThat(inForce.config().skillDisabled("python")).isFalse();
  }

  @Test
  void change_always_isRecordedWithBeforeAndAfter() throws Exception {
    home.change(ConfigChange.of(Toggle.Kind.RULE, "no-shell", Toggle.SHADOW));
    home.change(
        ConfigChange.of(Toggle.Kind.RULE, "no-shell", Toggle.DISABLED).until(NOON.plusSeconds(9)));

    JsonNode change = home.changes("governor.config").getLast().fields().path("change");

    assertThat(change.at("/before/rules").toString()).isEqualTo("{\"no-shell\":\"shadow\"}");
    assertThat(change.at("/before/config_version").asLong()).isEqualTo(2);
    assertThat(change.at("/after/rules").toString()).isEqualTo("{\"no-shell\":\"disabled\"}");
    assertThat(change.at("/after/expiring").toString())
        .isEqualTo(
            "[{\"expires_at\":\"2026-03-01T12:00:09Z\",\"setting\":\"/rules/no-shell\","
                + "\"then\":\"shadow\"}]");
    assertThat(home.changes("governor.config").getLast().text("principal.id")).isEqualTo("ops");
  }

  @Test
  void expire_timeIsOver_revertsToWhatStoodAndRecordsItAsTheHosts() throws Exception {
    ConfigChange mode = ConfigChange.of(Mode.OFF).until(NOON.plusSeconds(60));
    home.change(
        new ConfigChange(
            mode.mode(), Optional.of(new Thresholds(1, 2)), new TreeMap<>(), mode.expiresAt()));
    assertThat(home.active.current().mode()).isEqualTo(Mode.OFF);
    home.now = NOON.plusSeconds(59);
    home.active.expire(HOST);
    assertThat(home.active.current().version()).isEqualTo(2);

    home.now = NOON.plusSeconds(60);
    home.active.expire(HOST);

    RuntimeConfig after = home.active.current();
    assertThat(after.mode()).isEqualTo(Mode.SOFT_BLOCK);
    assertThat(after.thresholds()).isEqualTo(Thresholds.DEFAULT);
    assertThat(after.version()).isEqualTo(3);
    assertThat(after.expiring()).isEmpty();
    assertThat(home.changes("governor.expire"))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.text("principal.id")).isEqualTo("host");
              assertThat(record.text("change.before.mode")).isEqualTo("off");
              assertThat(record.text("change.after.mode")).isEqualTo("soft_block");
            });
  }

  @Test
  void start_expiredWhileNoHostRan_revertsBeforeAnythingIsDecided() throws Exception {
    home.change(ConfigChange.of(Mode.OFF).until(NOON.plusSeconds(60)));
    home.change(
        ConfigChange.of(Toggle.Kind.LANGUAGE, "python", Toggle.DISABLED)
            .until(NOON.plusSeconds(7200)));

    restart(Duration.ofHours(1));
    try (Expiry expiry = new Expiry(home.active, HOST)) {
      expiry.start();

      assertThat(home.active.current().mode()).isEqualTo(Mode.SOFT_BLOCK);
      assertThat(home.active.current().languageDisabled("python")).isTrue();
      assertThat(expiry.problem()).isEmpty();
    }
    assertThat(home.changes("governor.expire")).hasSize(1);
  }

  @Test
  void expiry_whileItRuns_revertsByItself() throws Exception {
    home.change(ConfigChange.of(Mode.OFF).until(NOON.plusSeconds(60)));
    try (Expiry expiry = new Expiry(home.active, HOST)) {
      expiry.start();
      assertThat(home.active.current().mode()).isEqualTo(Mode.OFF);

      home.now = NOON.plusSeconds(61);

      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (home.active.current().mode() == Mode.OFF) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(20);
      }
    }
  }

  @Test
  void expiry_databaseIsBroken_revertsSaysSoAndSavesWhenItIsMended() throws Exception {
    home.change(ConfigChange.of(Mode.OFF).until(NOON.plusSeconds(60)));
    home.now = NOON.plusSeconds(61);
    home.database
        .jdbi()
        .useHandle(handle -> handle.execute("ALTER TABLE governor_temporary RENAME TO away"));
    Expiry expiry = new Expiry(home.active, HOST);

    expiry.start();

    assertThat(expiry.problem().orElseThrow()).contains("cannot be saved");
    assertThat(home.active.current().mode()).isEqualTo(Mode.SOFT_BLOCK);
    expiry.close();
    home.database
        .jdbi()
        .useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO governor_temporary"));
    try (Expiry mended = new Expiry(home.active, HOST)) {
      mended.start();
      assertThat(mended.problem()).isEmpty();
      assertThat(home.store.config()).contains(home.active.current());
    }
  }

  @Test
  void change_forGoodWhileATemporaryOneIsInForce_endsThat() throws Exception {
    home.change(ConfigChange.of(Mode.OFF).until(NOON.plusSeconds(60)));
    home.change(ConfigChange.of(Mode.AUDIT_ONLY).until(NOON.plusSeconds(90)));
    assertThat(home.active.current().expiring().getFirst().then()).isEqualTo(Mode.SOFT_BLOCK);

    home.change(ConfigChange.of(Mode.HARD_BLOCK));
    home.now = NOON.plusSeconds(91);
    home.active.expire(HOST);

    assertThat(home.active.current().mode()).isEqualTo(Mode.HARD_BLOCK);
    assertThat(home.active.current().version()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "RULE, no-shel, DISABLED, /rules/no-shel, did you mean `no-shell`",
    "RULE, NOT A RULE, DISABLED, /rules/NOT A RULE, is no rule",
    "LANGUAGE, pyhton, DISABLED, /languages/pyhton, did you mean `python`",
    "LANGUAGE, python, SHADOW, /languages/python, that is for rules",
    "SKILL, a/b, DISABLED, /skills/a/b, is no name of a skill",
  })
  void change_ofSomethingThatIsNotThere_isRefused(
      Toggle.Kind kind, String name, Toggle state, String pointer, String reason) {
    assertThatThrownBy(() -> home.change(ConfigChange.of(kind, name, state)))
        .isInstanceOfSatisfying(
            RefusedChangeException.class,
            refused -> {
              assertThat(refused.faults().getFirst().pointer()).isEqualTo(pointer);
              assertThat(refused.faults().getFirst().reason()).contains(reason);
            });
    assertThat(home.active.current().version()).isEqualTo(1);
  }

  @Test
  void change_toATimeThatIsOverOrFarAway_isRefused() {
    ConfigChange off = ConfigChange.of(Mode.OFF);

    assertThatThrownBy(() -> home.change(off.until(NOON)))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("/expires_at must be in the future");
    assertThatThrownBy(() -> home.change(off.until(NOON.plus(Duration.ofDays(367)))))
        .isInstanceOf(RefusedChangeException.class);
    assertThat(home.active.current().mode()).isEqualTo(Mode.SOFT_BLOCK);
  }

  @Test
  void change_ruleThatTheNewPolicyHasNot_canBeTakenBack() throws Exception {
    home.change(ConfigChange.of(Toggle.Kind.RULE, "no-shell", Toggle.DISABLED));
    activate(POLICY.replace("no-shell", "no-bash"));

    home.change(ConfigChange.of(Toggle.Kind.RULE, "no-shell", Toggle.ENABLED));

    assertThat(home.active.current().toggles()).isEqualTo(Toggles.NONE);
  }

  @Test
  void change_journalTakesNoRecord_changesNothing() throws Exception {
    home.journal.close();

    assertThatThrownBy(() -> home.change(ConfigChange.of(Mode.OFF))).isInstanceOf(Exception.class);

    assertThat(home.active.current().mode()).isEqualTo(Mode.SOFT_BLOCK);
    assertThat(home.store.config().orElseThrow().mode()).isEqualTo(Mode.SOFT_BLOCK);
  }

  @Test
  void change_otherProcessWasQuicker_recordsNothing() throws Exception {
    home.database
        .jdbi()
        .useHandle(handle -> handle.execute("UPDATE governor_config SET config_version = 9"));

    assertThatThrownBy(() -> home.change(ConfigChange.of(Mode.OFF)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another process");

    assertThat(home.changes("governor.config")).isEmpty();
    assertThat(home.active.current().mode()).isEqualTo(Mode.SOFT_BLOCK);
  }

  @Test
  void change_saveFailsAfterTheRecord_isTakenBackInTheJournal() throws Exception {
    GovernanceStore fullDisk =
        new StoreInFront(home.store) {
          @Override
          public boolean compareAndSet(
              long expected, RuntimeConfig next, KeptPolicy.Signature signed, Recording record)
              throws AuditUnavailableException {
            record.write();
            throw new IllegalStateException("the disk is full");
          }
        };
    ActivePolicy active = ActivePolicy.open(on(fullDisk), new byte[0], HOST);

    assertThatThrownBy(() -> active.change(1, ConfigChange.of(Mode.OFF), OPERATOR))
        .hasMessage("the disk is full");

    assertThat(active.current().mode()).isEqualTo(Mode.SOFT_BLOCK);
    assertThat(home.changes("governor.config.undone"))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.text("change.before.mode")).isEqualTo("off");
              assertThat(record.text("change.after.mode")).isEqualTo("soft_block");
            });
  }

  @Test
  void open_otherProcessMadeTheHomeMeanwhile_recordsNothingAndDoesNotStart() throws Exception {
    GovernanceStore looksNew =
        new StoreInFront(home.store) {
          @Override
          public Optional<RuntimeConfig> config() {
            return Optional.empty();
          }
        };
    byte[] first = OTHER.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> ActivePolicy.open(on(looksNew), first, HOST))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another process");

    assertThat(home.changes("policy.activate")).hasSize(1);
    assertThat(home.store.config().orElseThrow().policyDigest())
        .isEqualTo(home.active.current().policyDigest());
  }

  @Test
  void keep_policy_isKeptOnceRecordedOnceAndArchived() throws Exception {
    byte[] document = OTHER.getBytes(StandardCharsets.UTF_8);

    Policies.Kept kept = home.active.keep(document, OPERATOR);

    assertThat(kept).isEqualTo(new Policies.Kept(PolicyDigest.of(document).text(), true));
    assertThat(home.active.keep(document, OPERATOR).isNew()).isFalse();
    assertThat(home.changes("policy.store")).hasSize(2); // the first policy of the home, and this
    assertThat(home.active.document(kept.digest())).contains(document);
    assertThat(home.active.current().policyDigest()).isNotEqualTo(kept.digest());
    assertThat(
            Files.readAllBytes(
                home.audit.resolve("policies").resolve(kept.digest().replace(':', '-') + ".yaml")))
        .isEqualTo(document);
  }

  @Test
  void keep_policyThatMatchesALanguageByAnAlias_isNotKept() {
    String policy = POLICY + "  - {id: aliased, match: {languages: [py]}, effect: block}\n";
    assertThatThrownBy(() -> home.active.keep(policy.getBytes(StandardCharsets.UTF_8), OPERATOR))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("`py` is an alias")
        .hasMessageContaining("did you mean `python`?");
  }

  @Test
  void keep_policyWhoseTestsFail_isNotKept() {
    String failing =
        POLICY
            + "tests:\n  - name: all may\n    request: {action: execution.create, language: bash}\n"
            + "    expect: {decision: allow}\n";
    byte[] document = failing.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> home.active.keep(document, OPERATOR))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("all may");

    assertThat(home.active.document(PolicyDigest.of(document).text())).isEmpty();
  }

  @Test
  void activate_keptPolicy_rulesAndAnEarlierOneCanAgain() throws Exception {
    String first = home.active.current().policyDigest();
    String other = activate(OTHER);
    assertThat(home.active.inForce().governor().policy().digest().text()).isEqualTo(other);

    restart(Duration.ofSeconds(5));
    assertThat(home.active.current().policyDigest()).isEqualTo(other);
    RuntimeConfig back =
        home.active.activate(home.active.current().version(), first, OPERATOR).orElseThrow();

    assertThat(back.policyDigest()).isEqualTo(first);
    assertThat(home.changes("policy.activate")).hasSize(3);
    assertThat(home.active.list())
        .filteredOn(policy -> policy.digest().equals(first))
        .singleElement()
        .satisfies(policy -> assertThat(policy.activated().orElseThrow().by()).isEqualTo("ops"));
  }

  @Test
  void activate_staleVersionOrUnknownDigest_changesNothing() throws Exception {
    String digest = home.active.keep(OTHER.getBytes(StandardCharsets.UTF_8), OPERATOR).digest();
    String before = home.active.current().policyDigest();
    home.change(ConfigChange.of(Mode.HARD_BLOCK));

    assertThatThrownBy(() -> home.active.activate(1, digest, OPERATOR))
        .isInstanceOf(StaleVersionException.class);

    assertThat(home.active.activate(2, "sha256:" + "0".repeat(64), OPERATOR)).isEmpty();
    assertThat(home.active.current().policyDigest()).isEqualTo(before);
  }

  @Test
  void start_policyIsNotInTheArchive_isPutThere() throws Exception {
    Path archived =
        home.audit
            .resolve("policies")
            .resolve(home.active.current().policyDigest().replace(':', '-') + ".yaml");
    Files.delete(archived);

    restart(Duration.ofSeconds(1));

    assertThat(archived).hasContent(POLICY);
  }

  private Ground on(GovernanceStore store) {
    return new Ground(
        store,
        new PolicyArchive(home.audit),
        home.journal,
        Languages.PYTHON,
        home.ground().clock());
  }

  private String activate(String policy) throws Exception {
    String digest = home.active.keep(policy.getBytes(StandardCharsets.UTF_8), OPERATOR).digest();
    home.active.activate(home.active.current().version(), digest, OPERATOR);
    return digest;
  }
}
