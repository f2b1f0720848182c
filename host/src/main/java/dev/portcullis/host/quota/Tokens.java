package dev.portcullis.host.quota;

import dev.portcullis.governor.policy.Rate;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/** How often: a bucket of tokens that fills evenly. */
record Tokens(Bucket bucket) implements Counter {
  static Tokens full(Rate rate, TimeMeter clock) {
    return new Tokens(
        Bucket.builder()
            .withCustomTimePrecision(clock)
            .addLimit(limit -> limit.capacity(rate.count()).refillGreedy(rate.count(), rate.per()))
            .build());
  }

  @Override
  public Optional<Duration> take() {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(probe.getNanosToWaitForRefill() / 1_000_000 + 1));
  }

  /** A token is gone for good. */
  @Override
  public void leave() {}

  @Override
  public void undo() {
    bucket.addTokens(1);
  }

  @Override
  public long remaining() {
    return bucket.getAvailableTokens();
  }
}
