package dev.portcullis.host.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.governor.Obligation;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.policy.Bound;
import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.RateScope;
import dev.portcullis.governor.policy.RuleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuotasTest {
  private static final Principal ANNA = principal("anna", "key-1", Role.AGENT);
  private static final Principal ANNAS_OTHER_KEY = principal("anna", "key-2", Role.AGENT);
  private static final Principal BOB = principal("bob", "key-3", Role.AGENT);
  private static final Principal OPS = principal("ops", "key-4", Role.OPERATOR);
  private static final Principal BOTH = principal("both", "key-5", Role.AGENT, Role.OPERATOR);

  private final AtomicLong nanoTime = new AtomicLong(5);
  private final Quotas quotas = new Quotas(nanoTime::get);

  @ParameterizedTest
  @EnumSource(RateScope.class)
  void take_moreThanTheRate_isRefusedUntilTheNextTokenIsThere(RateScope by) {
    List<Obligation> one = of("r", rate(2, by));
    granted(one, ANNA);
    granted(one, ANNA);

    Taken.Exceeded exceeded = exceeded(one, ANNA);

    assertThat(exceeded.rules()).containsExactly(new RuleId("r"));
    assertThat(exceeded.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_001));
    nanoTime.addAndGet(exceeded.retryAfter().toNanos());
    granted(one, ANNA);
    exceeded(one, ANNA);
  }

  @Test
  void take_byPrincipal_countsEachPrincipalWithAllItsKeys() {
    for (Bound bound : List.of(rate(1, RateScope.PRINCIPAL), quota(1, RateScope.PRINCIPAL))) {
      List<Obligation> one = of("r", bound);
      granted(one, ANNA);
      exceeded(one, ANNAS_OTHER_KEY);
      granted(one, BOB);
    }
  }

  @Test
  void take_byKey_countsEachKey() {
    for (Bound bound : List.of(rate(1, RateScope.KEY), quota(1, RateScope.KEY))) {
      List<Obligation> one = of("r", bound);
      granted(one, ANNA);
      exceeded(one, ANNA);
      granted(one, ANNAS_OTHER_KEY);
    }
  }

  @Test
  void take_byRole_countsAllWhoHoldItTogether() {
    for (Bound bound : List.of(rate(2, RateScope.ROLE), quota(2, RateScope.ROLE))) {
      List<Obligation> one = of("r", bound);
      granted(one, ANNA);
      granted(one, BOTH);
      exceeded(one, BOB);
      granted(one, OPS);
      exceeded(one, OPS);
      exceeded(one, BOTH);
    }
  }

  @Test
  void take_rulesAndBounds_areCountedApart() {
    granted(of("r", quota(1, RateScope.KEY)), ANNA);
    exceeded(of("r", quota(1, RateScope.KEY)), ANNA);
    granted(of("s", quota(1, RateScope.KEY)), ANNA);
    granted(of("r", rate(1, RateScope.KEY)), ANNA);
  }

  @Test
  void take_oneBoundOfSeveralReached_countsInNone() {
    List<Obligation> both =
        List.of(
            new Obligation(new RuleId("wide"), rate(2, RateScope.PRINCIPAL)),
            new Obligation(new RuleId("narrow"), quota(1, RateScope.PRINCIPAL)));
    Holding first = granted(both, ANNA);

    Taken.Exceeded exceeded = exceeded(both, ANNA);

    assertThat(exceeded.rules()).containsExactly(new RuleId("narrow"));
    assertThat(exceeded.standings())
        .extracting(Standing::rule)
        .containsExactly(new RuleId("narrow"), new RuleId("wide"));
    first.release();
    granted(both, ANNA);
    exceeded(of("wide", rate(2, RateScope.PRINCIPAL)), ANNA);
  }

  @Test
  void take_severalBoundsReached_namesThemAllAndTheLongestWait() {
    List<Obligation> both =
        List.of(
            new Obligation(new RuleId("soon"), quota(1, RateScope.KEY)),
            new Obligation(new RuleId("late"), rate(1, RateScope.KEY)));
    granted(both, ANNA);

    Taken.Exceeded exceeded = exceeded(both, ANNA);

    assertThat(exceeded.rules()).containsExactly(new RuleId("soon"), new RuleId("late"));
    assertThat(exceeded.retryAfter()).isGreaterThan(Duration.ofSeconds(59));
  }

  @Test
  void standings_whenLetIn_sayWhatIsLeft() {
    List<Obligation> both =
        List.of(
            new Obligation(new RuleId("often"), rate(5, RateScope.KEY)),
            new Obligation(new RuleId("at-once"), quota(3, RateScope.KEY)));
    granted(both, ANNA);
    assertThat(granted(both, ANNA).standings())
        .containsExactly(
            new Standing(new RuleId("at-once"), quota(3, RateScope.KEY), 1, Optional.empty()),
            new Standing(new RuleId("often"), rate(5, RateScope.KEY), 3, Optional.empty()));
  }

  /** Answers and records have bounds of their own, whatever a policy has. */
  @Test
  void take_underThousandsOfBounds_tellsOfTheNearestFew() {
    List<Obligation> many = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      many.add(new Obligation(new RuleId("r" + i), rate(3_001 - i, RateScope.PRINCIPAL)));
    }
    List<Standing> told = granted(many, ANNA).standings();
    assertThat(told).hasSize(Quotas.MOST_TOLD);
    assertThat(told.getFirst().rule()).isEqualTo(new RuleId("r2999"));

    granted(many, ANNA);
    Taken.Exceeded exceeded = exceeded(many, ANNA);

    assertThat(exceeded.rules()).containsExactly(new RuleId("r2999"));
    assertThat(exceeded.standings()).hasSize(Quotas.MOST_TOLD);
    assertThat(exceeded.standings().getFirst().rule()).isEqualTo(new RuleId("r2999"));
    for (int i = 0; i < 3_000; i++) {
      many.set(i, new Obligation(new RuleId("q" + i), quota(1, RateScope.PRINCIPAL)));
    }
    granted(many, ANNA);
    assertThat(exceeded(many, ANNA).rules()).hasSize(Quotas.MOST_TOLD);
  }

  @Test
  void take_rateAtTheEdgesOfWhatAPolicyCanSay_isCounted() {
    for (Rate rate :
        List.of(
            new Rate(1_000_000, Duration.ofMillis(1), RateScope.KEY),
            new Rate(1_000_000_000, Duration.ofSeconds(1), RateScope.KEY),
            new Rate(1_000_000_000, Duration.ofHours(24), RateScope.KEY),
            new Rate(1, Duration.ofHours(24), RateScope.KEY),
            new Rate(1, Duration.ofMillis(1), RateScope.KEY))) {
      granted(of("r", rate), ANNA);
    }
    assertThat(
            exceeded(of("r", new Rate(1, Duration.ofHours(24), RateScope.KEY)), ANNA).retryAfter())
        .isBetween(Duration.ofHours(23), Duration.ofHours(25));
  }

  @Test
  void release_ofARate_givesNoTokenBack() {
    List<Obligation> one = of("r", rate(1, RateScope.KEY));
    granted(one, ANNA).release();
    exceeded(one, ANNA);
  }

  @Test
  void giveBack_ofARate_isAsIfItHadNotCome() {
    List<Obligation> one = of("r", rate(1, RateScope.KEY));
    granted(one, ANNA).giveBack();
    granted(one, ANNA);
    exceeded(one, ANNA);
  }

  @Test
  void release_moreThanOnce_freesOnePlaceOnly() {
    List<Obligation> one = of("r", quota(2, RateScope.KEY));
    Holding first = granted(one, ANNA);
    granted(one, ANNA);
    first.release();
    first.release();
    first.giveBack();
    assertThat(quotas.placesTaken()).isEqualTo(1);
    granted(one, ANNA);
    exceeded(one, ANNA);
  }

  @Test
  void take_rateUnusedForItsPeriod_isFullAgain() {
    List<Obligation> one = of("r", rate(3, RateScope.KEY));
    for (int round = 0; round < 3; round++) {
      granted(one, ANNA);
      granted(one, ANNA);
      granted(one, ANNA);
      exceeded(one, ANNA);
      nanoTime.addAndGet(Duration.ofMinutes(3).toNanos());
    }
  }

  @Test
  void take_fromManyThreads_letsInNoMoreThanThereArePlacesAndLosesNone() throws Exception {
    List<Obligation> one = of("r", quota(3, RateScope.PRINCIPAL));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger letIn = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int j = 0; j < 500; j++) {
                      if (quotas.take(one, ANNA) instanceof Taken.Granted(Holding holding)) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        letIn.incrementAndGet();
                        LockSupport.parkNanos(1_000);
                        inside.decrementAndGet();
                        holding.release();
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(letIn.get()).isGreaterThanOrEqualTo(500);
    assertThat(quotas.placesTaken()).isZero();
  }

  private Holding granted(List<Obligation> obligations, Principal principal) {
    return switch (quotas.take(obligations, principal)) {
      case Taken.Granted(Holding holding) -> holding;
      case Taken.Exceeded exceeded -> throw new AssertionError(exceeded);
    };
  }

  private Taken.Exceeded exceeded(List<Obligation> obligations, Principal principal) {
    return switch (quotas.take(obligations, principal)) {
      case Taken.Exceeded exceeded -> exceeded;
      case Taken.Granted(Holding holding) -> throw new AssertionError(holding.standings());
    };
  }

  private static List<Obligation> of(String rule, Bound bound) {
    return List.of(new Obligation(new RuleId(rule), bound));
  }

  private static Rate rate(int count, RateScope by) {
    return new Rate(count, Duration.ofMinutes(1), by);
  }

  private static Quota quota(int concurrent, RateScope by) {
    return new Quota(concurrent, by);
  }

  private static Principal principal(String id, String key, Role... roles) {
    return new Principal(id, Set.of(roles), key);
  }
}
