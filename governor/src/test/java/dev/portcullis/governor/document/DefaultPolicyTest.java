package dev.portcullis.governor.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.policy.PolicyDigest;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.Thresholds;
import org.junit.jupiter.api.Test;

class DefaultPolicyTest {
  @Test
  void policy_shipped_passesItsOwnTests() {
    Policy policy = DefaultPolicy.policy();
    assertThat(policy.tests()).isNotEmpty();
    assertThat(PolicyTests.run(policy)).allMatch(PolicyTests.Result::passed);
    assertThat(policy.digest()).isEqualTo(PolicyDigest.of(DefaultPolicy.document()));
  }

  @Test
  void policy_shipped_setsNoRate() {
    assertThat(DefaultPolicy.policy().rules()).extracting(Rule::rate).allMatch(r -> r.isEmpty());
  }

  @Test
  void policy_shipped_startsInSoftBlock() {
    assertThat(DefaultPolicy.policy().mode()).isEqualTo(Mode.SOFT_BLOCK);
    assertThat(DefaultPolicy.policy().thresholds()).isEqualTo(new Thresholds(40, 70));
  }
}
