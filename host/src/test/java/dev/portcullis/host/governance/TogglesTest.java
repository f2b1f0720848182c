package dev.portcullis.host.governance;

import static dev.portcullis.host.governance.GovernanceUnderTest.HOST;
import static dev.portcullis.host.governance.GovernanceUnderTest.NOON;
import static dev.portcullis.host.governance.GovernanceUnderTest.POLICY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.audit.line.StoredRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many toggles: how many there may be, and that the journal says all of a change. */
class TogglesTest {
  private final GovernanceUnderTest home;

  TogglesTest(@TempDir Path folder) throws Exception {
    home = new GovernanceUnderTest(folder, POLICY, NOON);
  }

  @AfterEach
  void close() throws Exception {
    home.close();
  }

  @Test
  void change_atTheLimit_onlyMoreIsRefused() throws Exception {
    fill(Optional.empty());
    assertThatThrownBy(() -> home.change(skills(500, 501, Toggle.DISABLED, Optional.empty())))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("500 toggles at most");

    home.change(skills(0, 100, Toggle.DISABLED, Optional.empty()));
    home.change(skills(0, 1, Toggle.ENABLED, Optional.of(NOON.plusSeconds(9))));
    home.change(skills(0, 100, Toggle.ENABLED, Optional.empty()));

    assertThat(home.active.current().toggles().settings()).hasSize(400);
  }

  @Test
  void change_ofThousandsOfBytesOfNames_isInTheJournalUncutAndNothingElseIs() throws Exception {
    fill(Optional.of(NOON.plusSeconds(60)));

    home.change(skills(0, 100, Toggle.ENABLED, Optional.of(NOON.plusSeconds(90))));

    JsonNode record = home.changes("governor.config").getLast().fields();
    assertThat(record.has("cut")).isFalse();
    for (String side : List.of("before", "after")) {
      JsonNode config = record.path("change").path(side);
      assertThat(config.path("skills")).hasSize(100);
      assertThat(config.path("expiring")).hasSize(100);
      assertThat(config.path("mode").asText()).isEqualTo("soft_block");
      assertThat(config.path("policy_digest").asText()).startsWith("sha256:");
    }
    assertThat(record.at("/change/before/skills/" + name(7)).asText()).isEqualTo("disabled");
    assertThat(record.at("/change/after/skills/" + name(7)).asText()).isEqualTo("enabled");
  }

  @Test
  void change_ofMoreThanTheJournalTakesUncut_isRefused() {
    assertThatThrownBy(() -> home.change(skills(0, 101, Toggle.DISABLED, Optional.empty())))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("100 toggles at most");
    assertThat(home.active.current().version()).isEqualTo(1);
  }

  @Test
  void expire_moreThanOneRecordTakesUncut_isSeveral() throws Exception {
    fill(Optional.of(NOON.plusSeconds(60)));
    home.now = NOON.plusSeconds(60);

    home.active.expire(HOST);

    assertThat(home.active.current().toggles()).isEqualTo(Toggles.NONE);
    List<StoredRecord> records = home.changes("governor.expire");
    assertThat(records).hasSize(5);
    for (StoredRecord record : records) {
      assertThat(record.fields().has("cut")).isFalse();
      assertThat(record.fields().at("/change/before/expiring")).hasSize(100);
      assertThat(record.fields().at("/change/after/skills")).hasSize(100);
    }
  }

  @Test
  void change_oneLanguageByTwoNames_isRefusedWhereTheyDiffer() throws Exception {
    Toggle.Key alias = new Toggle.Key(Toggle.Kind.LANGUAGE, "py");
    Toggle.Key name = new Toggle.Key(Toggle.Kind.LANGUAGE, "python");
    SortedMap<Toggle.Key, Toggle> toggles = new TreeMap<>();
    toggles.put(alias, Toggle.DISABLED);
    toggles.put(name, Toggle.ENABLED);
    assertThatThrownBy(() -> home.change(change(toggles, Optional.empty())))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessage(
            "/languages/python is `python`, which another name in this change makes disabled");
    assertThat(home.active.current().version()).isEqualTo(1);

    toggles.put(name, Toggle.DISABLED);
    home.change(change(toggles, Optional.empty()));

    assertThat(home.active.current().toggles().settings().keySet()).containsExactly(name);
  }

  private void fill(Optional<Instant> until) throws Exception {
    for (int from = 0; from < 500; from += 100) {
      home.change(skills(from, from + 100, Toggle.DISABLED, until));
    }
  }

  private static ConfigChange skills(int from, int to, Toggle state, Optional<Instant> until) {
    SortedMap<Toggle.Key, Toggle> toggles = new TreeMap<>();
    for (int i = from; i < to; i++) {
      toggles.put(new Toggle.Key(Toggle.Kind.SKILL, name(i)), state);
    }
    return change(toggles, until);
  }

  private static ConfigChange change(
      SortedMap<Toggle.Key, Toggle> toggles, Optional<Instant> until) {
    return new ConfigChange(Optional.empty(), Optional.empty(), toggles, until);
  }

  /** As long as a name can be. */
  private static String name(int number) {
    return "s".repeat(61) + "%03d".formatted(number);
  }
}
