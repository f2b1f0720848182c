package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Well-known small programs, each with everything it writes and how it ends. */
@ExtendWith(SharedHost.class)
class ProgramsIT {
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

  private final HostProcess host;

  ProgramsIT(HostProcess host) {
    this.host = host;
  }

  static List<Fixture> programs() throws Exception {
    return Fixture.all();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void run_realProgram_endsAsItMust(Fixture program) throws Exception {
    JsonNode execution = host.agent().run(program.request()).is(200).json();

    SoftAssertions soft = new SoftAssertions();
    soft.assertThat(execution.path("status").asText()).isEqualTo("finished");
    soft.assertThat(exit(execution.path("exit")))
        .as("exit")
        .isEqualTo(exit(program.expected("exit")));
    for (String stream : List.of("stdout", "stderr")) {
      byte[] expected = program.output(stream, version(program.language()));
      soft.assertThat(Output.shown(Output.of(execution, stream)))
          .as(stream)
          .isEqualTo(Output.shown(expected));
      soft.assertThat(execution.path(stream + "_encoding").asText())
          .as("%s_encoding", stream)
          .isEqualTo(Output.encoding(expected));
      soft.assertThat(execution.path(stream + "_truncated").asBoolean())
          .as("%s_truncated", stream)
          .isEqualTo(program.expected(stream + "_truncated").asBoolean(false));
    }
    soft.assertAll();
  }

  @Test
  void programs_everyLanguage_hasTenOrMore() throws Exception {
    Map<String, Long> counts =
        Fixture.all().stream()
            .collect(Collectors.groupingBy(Fixture::language, TreeMap::new, Collectors.counting()));

    assertThat(counts).containsOnlyKeys("node", "python", "shell");
    assertThat(counts.values()).allMatch(count -> count >= 10);
  }

  /** Cause, code and signal, whichever of them there are. */
  private static Map<String, String> exit(JsonNode exit) {
    Map<String, String> parts = new TreeMap<>();
    for (String name : List.of("cause", "code", "signal")) {
      if (exit.hasNonNull(name)) {
        parts.put(name, exit.get(name).asText());
      }
    }
    return parts;
  }

  private String version(String language) throws Exception {
    for (JsonNode item : host.agent().get("/v1/languages").is(200).json().path("items")) {
      List<String> names = Answer.JSON.convertValue(item.path("aliases"), NAMES);
      if (item.path("language").asText().equals(language) || names.contains(language)) {
        return item.path("version").asText().replaceFirst("^[^0-9]*", "");
      }
    }
    throw new AssertionError("the host has no " + language);
  }
}
