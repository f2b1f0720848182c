package dev.portcullis.host.rehearsal;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.host.sandbox.Bytes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A request that nobody makes.
 *
 * @param principal whose it would be
 * @param language by any of its names
 * @param code looked at as that of a request would be
 * @param stdinBytes size of its standard input
 * @param files how many there are beside the program
 * @param fileBytes their size together
 * @param time when it would be made; now if it says nothing
 * @param policyDigest which policy is asked; the one that rules if it says nothing
 */
public record Hypothesis(
    Action action,
    String principal,
    Set<Role> roles,
    Source source,
    Optional<String> language,
    Optional<String> profile,
    Optional<String> skill,
    Bytes code,
    long stdinBytes,
    int files,
    long fileBytes,
    PartialLimits asked,
    Optional<Instant> time,
    Optional<String> policyDigest) {
  public Hypothesis {
    roles = Set.copyOf(roles);
  }
}
