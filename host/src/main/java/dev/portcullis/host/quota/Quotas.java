package dev.portcullis.host.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.portcullis.governor.Obligation;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.RuleId;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Counts requests in what the governor's obligations bound, in all of it or in nothing.
 *
 * <p>A bucket of tokens that has not been used for its period is full again, so it is forgotten; a
 * place is kept until whoever has it leaves. Both begin anew where a rule's bound is changed, and
 * when the host starts.
 */
public final class Quotas {
  private static final int MOST_BUCKETS = 100_000;

  /** A policy may have thousands of bounds; an answer names the few that are nearest. */
  static final int MOST_TOLD = 16;

  private final Cache<Bounded, Tokens> buckets;
  private final ConcurrentMap<Bounded, Integer> places = new ConcurrentHashMap<>();
  private final TimeMeter clock;

  /**
   * Makes a counter of requests.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public Quotas(LongSupplier nanoTime) {
    this.clock =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return nanoTime.getAsLong();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        };
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .expireAfter(Expiry.<Bounded, Tokens>accessing((key, _) -> period(key).plusSeconds(1)))
            .build();
  }

  /** Counts a request of {@code principal} in everywhere, or, if a bound is reached, nowhere. */
  public Taken take(List<Obligation> obligations, Principal principal) {
    List<Counter> taken = new ArrayList<>();
    List<Standing> within = new ArrayList<>();
    List<Standing> reached = new ArrayList<>();
    for (Obligation obligation : obligations) {
      long remaining = Long.MAX_VALUE;
      Optional<Duration> wait = Optional.empty();
      for (Bounded key : Bounded.of(obligation.rule(), obligation.bound(), principal)) {
        Counter counter = counter(key);
        Optional<Duration> refused = counter.take();
        if (refused.isEmpty()) {
          taken.add(counter);
        }
        remaining = Math.min(remaining, counter.remaining());
        wait = longer(wait, refused);
      }
      Standing standing =
          new Standing(obligation.rule(), obligation.bound(), wait.isEmpty() ? remaining : 0, wait);
      (wait.isEmpty() ? within : reached).add(standing);
    }
    if (reached.isEmpty()) {
      return new Taken.Granted(
          taken.isEmpty() ? Holding.NOTHING : new Holding(taken, nearest(within)));
    }
    taken.forEach(Counter::undo);
    return exceeded(reached, within);
  }

  /** How many places are taken, of all rules. */
  public int placesTaken() {
    return places.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Taken.Exceeded exceeded(List<Standing> reached, List<Standing> within) {
    Set<RuleId> rules = new LinkedHashSet<>();
    Duration retryAfter = Duration.ZERO;
    for (Standing standing : reached) {
      rules.add(standing.rule());
      Duration wait = standing.until().orElse(Duration.ZERO);
      retryAfter = wait.compareTo(retryAfter) > 0 ? wait : retryAfter;
    }
    List<Standing> all = new ArrayList<>(reached);
    all.addAll(nearest(within));
    return new Taken.Exceeded(
        rules.stream().limit(MOST_TOLD).toList(),
        retryAfter,
        all.stream().limit(MOST_TOLD).toList());
  }

  /** Those with the least left, in the order of the policy where it is the same. */
  private static List<Standing> nearest(List<Standing> standings) {
    return standings.stream()
        .sorted(Comparator.comparingLong(Standing::remaining))
        .limit(MOST_TOLD)
        .toList();
  }

  private Counter counter(Bounded key) {
    return switch (key.bound()) {
      case Rate rate -> buckets.get(key, _ -> Tokens.full(rate, clock));
      case Quota quota -> new Places(places, key, quota.concurrent());
    };
  }

  private static Duration period(Bounded key) {
    return switch (key.bound()) {
      case Rate rate -> rate.per();
      case Quota _ -> Duration.ZERO;
    };
  }

  private static Optional<Duration> longer(Optional<Duration> one, Optional<Duration> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().compareTo(other.get()) >= 0 ? one : other;
  }
}
