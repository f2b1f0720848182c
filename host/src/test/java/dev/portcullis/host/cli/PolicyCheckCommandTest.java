package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.document.DefaultPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
