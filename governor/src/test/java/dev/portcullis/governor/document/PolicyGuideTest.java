package dev.portcullis.governor.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.PolicyTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the guide to what it shows: each of its policies loads, and is tested. */
class PolicyGuideTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(apiVersion:.*?)```");

  /** How the languages of the profiles that ship are called otherwise. */
  private static final PolicyReader READER =
      new PolicyReader(
          Map.of(
              "py",
              "python",
              "python3",
              "python",
              "js",
              "node",
              "javascript",
              "node",
              "nodejs",
              "node",
              "sh",
              "bash",
              "shell",
              "bash"));

  static List<String> examples() throws IOException {
    return examples(guide());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void read_exampleOfTheGuide_isValidAndTested(String example) throws InvalidPolicyException {
    assertThat(policy(example).tests()).isNotEmpty();
  }

  /** One of them shows each common wish, and its tests show both what it permits and what not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Agents that only read; skill.invoke",
        "Business hours; request.time",
        "The data team, and only with its libraries; pandas",
        "No programs that start programs; process",
        "Quotas by team; concurrent",
        "A freeze during an incident; incident"
      })
  void library_commonWish_hasATestedExample(String heading, String about)
      throws IOException, InvalidPolicyException {
    String section = section(heading);
    List<String> examples = examples(section);
    assertThat(examples).hasSize(1);
    assertThat(examples.getFirst()).contains(about);
    List<PolicyTest> tests = policy(examples.getFirst()).tests();
    assertThat(tests).extracting(PolicyTest::decision).contains(Effect.ALLOW);
    assertThat(tests)
        .anyMatch(
            test ->
                test.decision() == Effect.BLOCK
                    || test.countedBy().filter(rules -> !rules.isEmpty()).isPresent());
  }

  private static Policy policy(String example) throws InvalidPolicyException {
    return READER.read(example.getBytes(StandardCharsets.UTF_8));
  }

  private static String section(String heading) throws IOException {
    String guide = guide();
    int start = guide.indexOf("\n### " + heading + "\n");
    assertThat(start).as("the section `%s`", heading).isPositive();
    int end = guide.indexOf("\n##", start + 1);
    return guide.substring(start, end < 0 ? guide.length() : end);
  }

  private static List<String> examples(String text) {
    List<String> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(text);
    while (matcher.find()) {
      examples.add(matcher.group(1));
    }
    assertThat(examples).isNotEmpty();
    return examples;
  }

  private static String guide() throws IOException {
    return Files.readString(Path.of("../docs/policy.md"));
  }
}
