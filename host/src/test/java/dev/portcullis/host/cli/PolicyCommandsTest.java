package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PolicyCommandsTest {
  private static final String OLD = "sha256:aaaaaa" + "0".repeat(58);
  private static final String NOW = "sha256:bbbbbb" + "0".repeat(58);
  private static final String NEVER = "sha256:bbbbbbcc" + "0".repeat(56);
  private static final String LIST =
      ("{\"items\":[{\"digest\":\"%s\",\"active\":false,\"bytes\":3,\"stored_at\":\"t3\",\"stored_by\":\"c\"},"
              + "{\"digest\":\"%s\",\"active\":true,\"bytes\":2,\"stored_at\":\"t2\",\"stored_by\":\"b\",\"activated_at\":\"t2\",\"activated_by\":\"b\"},"
              + "{\"digest\":\"%s\",\"active\":false,\"bytes\":1,\"stored_at\":\"t1\",\"stored_by\":\"a\",\"activated_at\":\"t1\",\"activated_by\":\"a\"}]}")
          .formatted(NEVER, NOW, OLD);
  private static final String CONFIG =
      "{\"mode\":\"off\",\"thresholds\":{\"warn\":40,\"block\":70},\"policy_digest\":\"%s\"}";

  private static CannedHost host() throws Exception {
    return new CannedHost(
        Map.of(
            "GET /v1/governor/policies",
            new CannedHost.Answer(200, LIST),
            "GET /v1/governor/config",
            new CannedHost.Answer(200, CONFIG.formatted(NOW)),
            "GET /v1/governor/policies/" + encoded(NOW),
            new CannedHost.Answer(200, "rules\n"),
            "POST /v1/governor/policies",
            new CannedHost.Answer(201, "{\"digest\":\"" + NEVER + "\"}"),
            "POST /v1/governor/policies/" + encoded(NEVER) + "/activate",
            new CannedHost.Answer(200, CONFIG.formatted(NEVER)),
            "POST /v1/governor/policies/" + encoded(OLD) + "/activate",
            new CannedHost.Answer(200, CONFIG.formatted(OLD))));
  }

  private static String encoded(String digest) {
    return digest.replace(":", "%3A");
  }

  @Test
  void list_policies_marksTheOneThatRules() throws Exception {
    try (CannedHost host = host()) {
      Invocation list = Invocation.of(host.environment(), "", "policy", "list");

      assertThat(list.out().lines())
          .containsExactly(
              "  " + NEVER + "  stored t3 by c, never activated",
              "* " + NOW + "  stored t2 by b, activated t2 by b",
              "  " + OLD + "  stored t1 by a, activated t1 by a");
    }
  }

  @Test
  void show_withoutDigest_isTheOneThatRulesByteForByte() throws Exception {
    try (CannedHost host = host()) {
      assertThat(Invocation.of(host.environment(), "", "policy", "show").outBytes())
          .isEqualTo("rules\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void activate_beginningOfADigest_activatesThatPolicy() throws Exception {
    try (CannedHost host = host()) {
      Invocation activate =
          Invocation.of(host.environment(), "", "policy", "activate", "sha256:aaaaaa");

      assertThat(activate.exitCode()).as(activate.err()).isEqualTo(ExitCode.OK);
      assertThat(activate.out()).isEqualTo(OLD + " rules (was " + NOW + ")\n");
    }
  }

  @Test
  void activate_ambiguousOrUnknownDigest_isWrongUsage() throws Exception {
    try (CannedHost host = host()) {
      Invocation two = Invocation.of(host.environment(), "", "policy", "activate", "bbbbbb");
      Invocation none = Invocation.of(host.environment(), "", "policy", "activate", "dddddd");

      assertThat(two.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(two.err()).contains("more than one policy begins with sha256:bbbbbb");
      assertThat(none.err()).contains("no policy begins with sha256:dddddd");
    }
  }

  @Test
  void activate_document_isStoredFirst() throws Exception {
    try (CannedHost host = host()) {
      Invocation activate =
          Invocation.of(host.environment(), "rules: []", "policy", "activate", "-");

      assertThat(activate.out()).isEqualTo(NEVER + " rules (was " + NOW + ")\n");
      assertThat(host.bodies()).contains("rules: []");
    }
  }

  @Test
  void store_invalidPolicy_namesLineAndColumn() throws Exception {
    try (CannedHost host =
        CannedHost.answering(
            "POST /v1/governor/policies",
            422,
            "{\"code\":\"invalid_policy\",\"detail\":\"line 3, column 1: unknown key\",\"errors\":"
                + "[{\"pointer\":\"/ruels\",\"reason\":\"unknown key\",\"line\":3,\"column\":1}]}")) {
      Invocation store = Invocation.of(host.environment(), "ruels: []", "policy", "store", "-");

      assertThat(store.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(store.err()).contains("3:1: /ruels: unknown key");
    }
  }

  @Test
  void rollback_otherPolicyRuledBefore_activatesTheLastOfThem() throws Exception {
    try (CannedHost host = host()) {
      assertThat(Invocation.of(host.environment(), "", "policy", "rollback").out())
          .isEqualTo(OLD + " rules (was " + NOW + ")\n");
    }
  }

  @Test
  void rollback_noOtherPolicyRuled_saysSo() throws Exception {
    try (CannedHost host = CannedHost.answering("GET /v1/governor/policies", 200, "{}")) {
      Invocation rollback = Invocation.of(host.environment(), "", "policy", "rollback");

      assertThat(rollback.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(rollback.err()).contains("no other policy ruled here before");
    }
  }
}
