package dev.portcullis.host.sandbox.pool;

import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The sandboxes that wait, oldest first. Not thread-safe: the pool's lock guards it. */
final class Stock {
  private final List<Shelf> shelves = new ArrayList<>();

  /** One that waits, since a moment of {@link System#nanoTime}. */
  record Waiting(Sandbox sandbox, long since) {}

  /** One profile's. */
  private static final class Shelf {
    private final SandboxSpec spec;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int ordered;

    Shelf(SandboxSpec spec) {
      this.spec = spec;
    }

    int missing() {
      return spec.profile().waiting() - waiting.size() - ordered;
    }
  }

  Stock(List<Profile> profiles) {
    for (Profile profile : profiles) {
      Optional<Language> standby =
          profile.languages().stream()
              .filter(language -> !language.standby().isEmpty())
              .findFirst();
      shelves.add(new Shelf(new SandboxSpec(profile, profile.defaults(), standby)));
    }
  }

  /** One that serves {@code wanted}, if one waits. */
  Optional<Sandbox> takeFor(SandboxSpec wanted) {
    return shelves.stream()
        .filter(shelf -> serves(shelf.spec, wanted))
        .findFirst()
        .map(shelf -> shelf.waiting.pollFirst())
        .map(Waiting::sandbox);
  }

  /** One of the profile of which most wait, to make room. */
  Optional<Sandbox> takeFromFullest() {
    return shelves.stream()
        .max(Comparator.comparingInt(shelf -> shelf.waiting.size()))
        .map(shelf -> shelf.waiting.pollFirst())
        .map(Waiting::sandbox);
  }

  Optional<Sandbox> takeOlderThan(Duration age) {
    long now = System.nanoTime();
    return take(waiting -> now - waiting.since() > age.toNanos()).map(Waiting::sandbox);
  }

  Optional<Waiting> takeNotIn(List<Waiting> looked) {
    return take(waiting -> !looked.contains(waiting));
  }

  private Optional<Waiting> take(Predicate<Waiting> wanted) {
    for (Shelf shelf : shelves) {
      Optional<Waiting> found = shelf.waiting.stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        shelf.waiting.remove(found.get());
        return found;
      }
    }
    return Optional.empty();
  }

  void add(Sandbox sandbox) {
    shelf(sandbox.spec()).waiting.addLast(new Waiting(sandbox, System.nanoTime()));
  }

  /** Puts one back that was only looked at. */
  void putBack(Waiting waiting) {
    shelf(waiting.sandbox().spec()).waiting.addLast(waiting);
  }

  /** What should be made next: for the profile that lacks most. */
  Optional<SandboxSpec> missing() {
    return shelves.stream()
        .filter(shelf -> shelf.missing() > 0)
        .max(Comparator.comparingInt(Shelf::missing))
        .map(shelf -> shelf.spec);
  }

  void ordered(SandboxSpec spec) {
    shelf(spec).ordered++;
  }

  void arrived(SandboxSpec spec) {
    shelf(spec).ordered--;
  }

  boolean isHalfGone(Profile profile) {
    return shelves.stream()
        .filter(shelf -> shelf.spec.profile().equals(profile))
        .anyMatch(shelf -> shelf.waiting.size() * 2 <= profile.waiting());
  }

  /** Every one that waits. */
  List<Sandbox> all() {
    List<Sandbox> all = new ArrayList<>();
    for (Shelf shelf : shelves) {
      shelf.waiting.forEach(waiting -> all.add(waiting.sandbox()));
      shelf.waiting.clear();
    }
    return all;
  }

  Map<String, Integer> counts() {
    return shelves.stream()
        .collect(
            Collectors.toMap(shelf -> shelf.spec.profile().name(), shelf -> shelf.waiting.size()));
  }

  private Shelf shelf(SandboxSpec spec) {
    return shelves.stream()
        .filter(shelf -> shelf.spec.profile().equals(spec.profile()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the pool has no such profile"));
  }

  /** Whether {@code wanted} is the same kind of sandbox, and no larger. */
  private static boolean serves(SandboxSpec kept, SandboxSpec wanted) {
    Limits most = kept.limits();
    Limits asked = wanted.limits();
    return kept.profile().equals(wanted.profile())
        && asked.memory().compareTo(most.memory()) <= 0
        && asked.pids() <= most.pids()
        && asked.workspace().compareTo(most.workspace()) <= 0;
  }
}
