package dev.portcullis.host.execution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.governor.Obligation;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.RuleId;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Counts what the governor's obligations bound. A bucket belongs to a rule, its rate and whom it
 * counts; one that has not been used for its period is full again, so it is forgotten.
 */
final class RateLimits {
  private static final int MOST_BUCKETS = 100_000;

  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MOST_BUCKETS)
          .expireAfter(
              com.github.benmanes.caffeine.cache.Expiry.<Key, Bucket>accessing(
                  (key, _) -> key.rate().per().plusSeconds(1)))
          .build();

  /** Whom one rule's rate counts. */
  private record Key(RuleId rule, Rate rate, String whom) {}

  /** The rule whose rate is used up, and when to come again. */
  record Exceeded(RuleId rule, Rate rate, Duration retryAfter) {}

  /** Takes one from each bucket, or, if one of them is empty, from none. */
  Optional<Exceeded> consume(List<Obligation> obligations, Principal principal) {
    for (int taken = 0; taken < obligations.size(); taken++) {
      Obligation obligation = obligations.get(taken);
      ConsumptionProbe probe = bucket(obligation, principal).tryConsumeAndReturnRemaining(1);
      if (!probe.isConsumed()) {
        for (Obligation earlier : obligations.subList(0, taken)) {
          bucket(earlier, principal).addTokens(1);
        }
        return Optional.of(
            new Exceeded(
                obligation.rule(),
                obligation.rate(),
                Duration.ofNanos(probe.getNanosToWaitForRefill())));
      }
    }
    return Optional.empty();
  }

  private Bucket bucket(Obligation obligation, Principal principal) {
    var key = new Key(obligation.rule(), obligation.rate(), whom(obligation.rate(), principal));
    return buckets.get(key, RateLimits::full);
  }

  private static Bucket full(Key key) {
    Rate rate = key.rate();
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(rate.count()).refillGreedy(rate.count(), rate.per()))
        .build();
  }

  private static String whom(Rate rate, Principal principal) {
    return switch (rate.by()) {
      case PRINCIPAL -> principal.id();
      case KEY -> principal.keyId();
      case ROLE ->
          principal.roles().stream().map(Role::text).sorted().collect(Collectors.joining(","));
    };
  }
}
