package dev.portcullis.host.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.host.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final AtomicLong elapsed = new AtomicLong();
  private final InstantSource clock = () -> START.plusNanos(elapsed.get());
  private final Path directory;
  private final Database database;
  private final ApiKeys keys;

  ApiKeysTest(@TempDir Path directory) {
    this.directory = directory;
    this.database = Database.open(directory.resolve("portcullis.db"));
    this.keys = new ApiKeys(database, clock, elapsed::get);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private IssuedKey create() {
    return keys.create("agent-7", Set.of(Role.AGENT), Source.API, Optional.empty(), _ -> {});
  }

  @Test
  void create_always_hasThePublishedForm() {
    String text = create().text();
    assertThat(text).matches("ptc_[0-9A-Za-z]{36}");
    CRC32 crc = new CRC32();
    crc.update(text.substring(4, 34).getBytes(StandardCharsets.US_ASCII));
    long value = 0;
    for (char digit : text.substring(34).toCharArray()) {
      int number =
          Character.isDigit(digit)
              ? digit - '0'
              : Character.isUpperCase(digit) ? digit - 'A' + 10 : digit - 'a' + 36;
      value = value * 62 + number;
    }
    assertThat(value).isEqualTo(crc.getValue());
  }

  @Test
  void authenticate_goodKey_provesItsPrincipalAndDoor() {
    IssuedKey issued =
        keys.create(
            "ops", Set.of(Role.OPERATOR, Role.AUDITOR), Source.CLI, Optional.empty(), _ -> {});
    assertThat(keys.authenticate(issued.text()))
        .contains(
            new Authenticated(
                new Principal("ops", Set.of(Role.OPERATOR, Role.AUDITOR), issued.key().id()),
                Source.CLI));
  }

  @Test
  void authenticate_anythingElse_provesNothing() {
    String text = create().text();
    char last = text.charAt(text.length() - 1);
    String mistyped = text.substring(0, text.length() - 1) + (last == 'a' ? 'b' : 'a');
    IssuedKey neverStored;
    try (Database other = Database.open(directory.resolve("other.db"))) {
      neverStored =
          new ApiKeys(other, clock)
              .create("agent-7", Set.of(Role.AGENT), Source.API, Optional.empty(), _ -> {});
    }
    for (String wrong :
        new String[] {
          "",
          "ptc_",
          text + " ",
          text.toLowerCase(Locale.ROOT),
          mistyped,
          neverStored.text(),
          "ptc_" + "é".repeat(36),
          "x".repeat(100_000)
        }) {
      assertThat(keys.authenticate(wrong)).isEmpty();
    }
  }

  @Test
  void authenticate_afterRevocationHere_provesNothingAtOnce() {
    IssuedKey issued = create();
    assertThat(keys.authenticate(issued.text())).isPresent();
    assertThat(keys.revoke(issued.key().id()).orElseThrow().revokedAt()).contains(START);
    assertThat(keys.authenticate(issued.text())).isEmpty();
    assertThat(keys.revoke(issued.key().id()).orElseThrow().revokedAt()).contains(START);
    assertThat(keys.revoke("key_none")).isEmpty();
  }

  @Test
  void authenticate_afterRevocationElsewhere_provesNothingWithinTwoSeconds() {
    IssuedKey issued = create();
    assertThat(keys.authenticate(issued.text())).isPresent();
    try (Database otherProcess = Database.open(directory.resolve("portcullis.db"))) {
      new ApiKeys(otherProcess, clock).revoke(issued.key().id());
    }
    elapsed.addAndGet(Duration.ofMillis(1_999).toNanos());
    assertThat(keys.authenticate(issued.text())).isEmpty();
  }

  @Test
  void authenticate_afterItsEnd_provesNothing() {
    IssuedKey issued =
        keys.create(
            "agent-7", Set.of(Role.AGENT), Source.API, Optional.of(START.plusMillis(100)), _ -> {});
    assertThat(keys.authenticate(issued.text())).isPresent();
    elapsed.set(Duration.ofMillis(100).toNanos());
    assertThat(keys.authenticate(issued.text())).isEmpty();
    assertThat(keys.rotate(issued.key().id(), _ -> {})).isEmpty();
  }

  @Test
  void rotate_goodKey_endsTheOldOneAtOnce() {
    IssuedKey old = create();
    assertThat(keys.authenticate(old.text())).isPresent();
    IssuedKey next = keys.rotate(old.key().id(), _ -> {}).orElseThrow();
    assertThat(keys.authenticate(old.text())).isEmpty();
    assertThat(keys.authenticate(next.text()).orElseThrow().principal().id()).isEqualTo("agent-7");
    assertThat(next.key().id()).isNotEqualTo(old.key().id());
    assertThat(keys.rotate(old.key().id(), _ -> {})).isEmpty();
  }

  @Test
  void list_afterRotation_showsBothNewestFirst() {
    IssuedKey old = create();
    IssuedKey next = keys.rotate(old.key().id(), _ -> {}).orElseThrow();
    assertThat(keys.list()).extracting(ApiKey::id).containsExactly(next.key().id(), old.key().id());
    assertThat(keys.list())
        .extracting(key -> key.revokedAt().isPresent())
        .containsExactly(false, true);
  }

  @Test
  void create_forADoorThatIsNotAKeys_isRefused() {
    assertThatThrownBy(
            () -> keys.create("x", Set.of(Role.AGENT), Source.CONSOLE, Optional.empty(), _ -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> keys.create(" ", Set.of(Role.AGENT), Source.API, Optional.empty(), _ -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> keys.create("x", Set.of(), Source.API, Optional.empty(), _ -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(keys.list()).isEmpty();
  }

  @Test
  void textOfAKey_isNowhereOnDiskAndInNoToString() throws IOException {
    IssuedKey issued = create();
    assertThat(issued.toString()).doesNotContain(issued.text());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(issued.text());
      }
    }
  }
}
