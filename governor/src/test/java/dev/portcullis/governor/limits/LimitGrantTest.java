package dev.portcullis.governor.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LimitGrantTest {
  private static final Limits DEFAULTS = all(10);
  private static final Limits MAXIMUM = all(100);

  @Test
  void of_nothingAsked_grantsTheDefaults() {
    LimitGrant grant = LimitGrant.of(PartialLimits.NONE, DEFAULTS, MAXIMUM, PartialLimits.NONE);
    assertThat(grant.granted()).isEqualTo(DEFAULTS);
    assertThat(grant.warnings()).isEmpty();
  }

  @Test
  void of_askedWithinBounds_grantsExactlyThat() {
    LimitGrant grant = LimitGrant.of(partial(37), DEFAULTS, MAXIMUM, partial(37));
    assertThat(grant.granted()).isEqualTo(all(37));
    assertThat(grant.warnings()).isEmpty();
  }

  @Test
  void of_askedAboveTheMaximum_cutsToItAndWarns() {
    LimitGrant grant = LimitGrant.of(partial(101), DEFAULTS, MAXIMUM, PartialLimits.NONE);
    assertThat(grant.granted()).isEqualTo(MAXIMUM);
    assertThat(grant.warnings())
        .containsExactly(
            "limits.wall_ms: asked 101, granted 100, the profile's maximum",
            "limits.cpu_ms: asked 101, granted 100, the profile's maximum",
            "limits.memory_bytes: asked 101, granted 100, the profile's maximum",
            "limits.pids: asked 101, granted 100, the profile's maximum",
            "limits.output_bytes: asked 101, granted 100, the profile's maximum",
            "limits.workspace_bytes: asked 101, granted 100, the profile's maximum");
  }

  @Test
  void of_askedAboveWhatThePolicyPermits_cutsToThatAndSaysWhoCut() {
    LimitGrant grant = LimitGrant.of(partial(50), DEFAULTS, MAXIMUM, partial(20));
    assertThat(grant.granted()).isEqualTo(all(20));
    assertThat(grant.warnings())
        .hasSize(6)
        .contains("limits.pids: asked 50, granted 20, the most the policy permits");
  }

  @Test
  void of_policyAboveTheMaximum_doesNotRaiseIt() {
    assertThat(LimitGrant.of(partial(500), DEFAULTS, MAXIMUM, partial(400)).granted())
        .isEqualTo(MAXIMUM);
  }

  @Test
  void of_policyBelowTheDefault_cutsTheDefaultWithoutAWarning() {
    LimitGrant grant = LimitGrant.of(PartialLimits.NONE, DEFAULTS, MAXIMUM, partial(5));
    assertThat(grant.granted()).isEqualTo(all(5));
    assertThat(grant.warnings()).isEmpty();
  }

  private static Limits all(int value) {
    ByteSize size = new ByteSize(value);
    Duration time = Duration.ofMillis(value);
    return new Limits(time, time, size, value, size, size);
  }

  private static PartialLimits partial(int value) {
    Optional<ByteSize> size = Optional.of(new ByteSize(value));
    Optional<Duration> time = Optional.of(Duration.ofMillis(value));
    return new PartialLimits(time, time, size, OptionalInt.of(value), size, size);
  }
}
