package dev.portcullis.host.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.governor.facts.Call;
import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Import;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.scan.CodeScanner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordedFactsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.125Z");

  private static Map<String, Object> recorded(String language, String code) {
    return RecordedFacts.of(Facts.of(scan(language, code)), PartialLimits.NONE, NOON);
  }

  private static CodeFacts scan(String language, String code) {
    return CodeScanner.scan(language, code.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(Map<String, Object> map) {
    return new ObjectMapper().valueToTree(map);
  }

  @Test
  void facts_ofARecord_sayToEveryRuleWhatTheFirstOnesDid() {
    Facts facts =
        new Facts(
            scan("python", "import numpy.linalg as n\nimport os\nn.norm(1)\nos.system('id')"),
            7,
            2,
            99);

    Facts read = RecordedFacts.facts(json(RecordedFacts.of(facts, PartialLimits.NONE, NOON)));

    assertThat(read.code().imports())
        .extracting(Import::name, Import::module)
        .isEqualTo(
            facts.code().imports().stream()
                .map(each -> tuple(each.name(), each.module()))
                .toList());
    assertThat(read.code().calls())
        .extracting(Call::name)
        .isEqualTo(facts.code().calls().stream().map(Call::name).toList());
    assertThat(read.code().indicators()).isEqualTo(facts.code().indicators()).isNotEmpty();
    assertThat(read.code().sizeBytes()).isEqualTo(facts.code().sizeBytes());
    assertThat(read.code().complete()).isTrue();
    assertThat(read.stdinBytes()).isEqualTo(7);
    assertThat(read.fileCount()).isEqualTo(2);
    assertThat(read.fileBytes()).isEqualTo(99);
  }

  @Test
  void limits_ofARecord_areThoseThatWereAsked() {
    PartialLimits asked =
        new PartialLimits(
            Optional.of(Duration.ofMillis(1)),
            Optional.of(Duration.ofMillis(2)),
            Optional.of(new ByteSize(3)),
            OptionalInt.of(4),
            Optional.of(new ByteSize(5)),
            Optional.of(new ByteSize(6)));
    for (PartialLimits each : new PartialLimits[] {asked, PartialLimits.NONE}) {
      JsonNode map = json(RecordedFacts.of(Facts.NONE, each, NOON));
      assertThat(RecordedLimits.read(map.path("asked"))).isEqualTo(each);
    }
  }

  @Test
  void of_namesThatAreTextOfTheProgram_areLeftOutAndCounted() {
    Map<String, Object> recorded =
        recorded("javascript", "require('data:text/javascript;base64,YWxlcnQoMSk='); f(1)");

    assertThat(recorded.toString()).doesNotContain("base64").doesNotContain("YWxlcnQo");
    assertThat(recorded.get("left_out")).isEqualTo(1L);
  }

  @Test
  void of_namesWithASecretInThem_areLeftOutAndCounted() {
    String secret = "AKIA" + "IOSFODNN7EXAMPLQ";
    CodeFacts facts = scan("bash", secret + " --now\necho 1\n");
    assertThat(facts.calls()).extracting(Call::name).contains(secret);

    Map<String, Object> recorded = RecordedFacts.of(Facts.of(facts), PartialLimits.NONE, NOON);

    assertThat(recorded.toString()).doesNotContain(secret).contains("echo");
    assertThat(recorded.get("left_out")).isEqualTo(1L);
  }

  @Test
  void of_aGreatManyNames_isBounded() {
    String code =
        IntStream.range(0, 400)
            .mapToObj(i -> "import " + "m".repeat(50) + i + "\n" + "f".repeat(50) + i + "()\n")
            .collect(Collectors.joining());

    Map<String, Object> recorded = recorded("python", code);

    assertThat(recorded.toString().length()).isLessThan(48 << 10);
    assertThat((Long) recorded.get("left_out")).isPositive();
    assertThat(recorded.get("complete")).isEqualTo(false);
  }
}
