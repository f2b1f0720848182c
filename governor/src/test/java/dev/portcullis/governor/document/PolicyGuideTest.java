package dev.portcullis.governor.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.policy.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the guide to what it shows: each of its policies loads, and is tested. */
class PolicyGuideTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(apiVersion:.*?)```");

  static List<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(Files.readString(Path.of("../docs/policy.md")));
    while (matcher.find()) {
      examples.add(matcher.group(1));
    }
    assertThat(examples).isNotEmpty();
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void read_exampleOfTheGuide_isValidAndTested(String example) throws InvalidPolicyException {
    Policy policy = new PolicyReader().read(example.getBytes(StandardCharsets.UTF_8));
    assertThat(policy.tests()).isNotEmpty();
  }
}
