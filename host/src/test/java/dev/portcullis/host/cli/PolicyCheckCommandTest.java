package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.document.DefaultPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyCheckCommandTest {
  @Test
  void check_shippedPolicy_isValid() {
    String document = new String(DefaultPolicy.document(), StandardCharsets.UTF_8);

    Invocation check = Invocation.of(Map.of(), document, "policy", "check", "-");

    assertThat(check.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(check.out()).contains("valid").contains(DefaultPolicy.policy().digest().text());
  }

  @Test
  void check_invalidPolicy_namesLineAndColumn() throws Exception {
    String document = "apiVersion: portcullis.dev/v1\nkind: Policy\nruels: []\n";

    Invocation text = Invocation.of(Map.of(), document, "policy", "check", "-");
    Invocation json = Invocation.of(Map.of(), document, "policy", "check", "--output", "json", "-");

    assertThat(text.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(text.out()).contains("-:3:1: ").contains("ruels");
    JsonNode result = Common.JSON.readTree(json.out());
    assertThat(result.get("valid").asBoolean()).isFalse();
    assertThat(result.get("problems").get(0).get("line").asInt()).isPositive();
  }

  @Test
  void check_ruleThatCanNeverApply_namesTheFileThePlaceAndWhatWasMeant(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("policy.yaml");
    Files.writeString(
        file,
        """
        apiVersion: portcullis.dev/v1
        kind: Policy
        rules:
          - id: no-miners
            match: {}
            when: facts.indicators.exists(i, i.id == "minning")
            effect: block
        """);

    Invocation text = Invocation.of(Map.of(), "", "policy", "check", file.toString());

    assertThat(text.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(text.out())
        .isEqualToIgnoringNewLines(
            file
                + ":6:46: rules[0].when: no indicator is called `minning`, did you mean `mining`?");
  }
}
