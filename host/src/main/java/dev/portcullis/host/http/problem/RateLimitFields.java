package dev.portcullis.host.http.problem;

import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.host.quota.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code RateLimit-Policy} and {@code RateLimit}, as draft-ietf-httpapi-ratelimit-headers-11 has
 * them: lists of structured fields, one member a bound, named by its rule. A rule's quota is
 * another policy than its rate, so it has a name of its own.
 */
public final class RateLimitFields {
  private RateLimitFields() {}

  /** Both fields by name; nothing where no bound is about the request. */
  public static Map<String, String> of(List<Standing> standings) {
    if (standings.isEmpty()) {
      return Map.of();
    }
    return Map.of(
        "RateLimit-Policy",
        standings.stream().map(RateLimitFields::policy).collect(Collectors.joining(", ")),
        "RateLimit",
        standings.stream().map(RateLimitFields::limit).collect(Collectors.joining(", ")));
  }

  private static String policy(Standing standing) {
    return switch (standing.bound()) {
      case Rate rate ->
          "\"%s\";q=%d;w=%d".formatted(standing.rule(), rate.count(), seconds(rate.per()));
      case Quota quota ->
          "\"%s/concurrent\";q=%d;qu=\"concurrent-requests\""
              .formatted(standing.rule(), quota.concurrent());
    };
  }

  /**
   * What is left is told for the whole window, although a bucket fills all the time: a client that
   * takes one by the other must not come to a higher rate than is permitted (section 6).
   */
  private static String limit(Standing standing) {
    return switch (standing.bound()) {
      case Rate rate ->
          "\"%s\";r=%d;t=%d"
              .formatted(
                  standing.rule(),
                  standing.remaining(),
                  seconds(standing.until().orElse(rate.per())));
      case Quota _ -> "\"%s/concurrent\";r=%d".formatted(standing.rule(), standing.remaining());
    };
  }

  /** Whole seconds, rounded up, at least one. */
  private static long seconds(Duration time) {
    return Math.max(1, time.plusNanos(999_999_999).toSeconds());
  }
}
