package dev.portcullis.host.execution;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.host.sandbox.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What limits may be asked for at all: at least 1, and no more than the most generous profile has.
 * What lies within is cut to what the request's own profile and the policy permit, what lies
 * outside is a mistake.
 */
final class LimitRanges {
  private final long wallMs;
  private final long cpuMs;
  private final long memoryBytes;
  private final long pids;
  private final long outputBytes;
  private final long workspaceBytes;

  LimitRanges(Collection<Profile> profiles) {
    List<Limits> maxima = profiles.stream().map(Profile::maximum).toList();
    wallMs = most(maxima, limits -> limits.wall().toMillis());
    cpuMs = most(maxima, limits -> limits.cpu().toMillis());
    memoryBytes = most(maxima, limits -> limits.memory().bytes());
    pids = most(maxima, Limits::pids);
    outputBytes = most(maxima, limits -> limits.output().bytes());
    workspaceBytes = most(maxima, limits -> limits.workspace().bytes());
  }

  /** Every limit asked that lies outside. */
  List<FieldError> errors(PartialLimits asked) {
    List<FieldError> errors = new ArrayList<>();
    asked.wall().map(Duration::toMillis).ifPresent(ms -> check("wall_ms", ms, wallMs, errors));
    asked.cpu().map(Duration::toMillis).ifPresent(ms -> check("cpu_ms", ms, cpuMs, errors));
    asked
        .memory()
        .map(ByteSize::bytes)
        .ifPresent(bytes -> check("memory_bytes", bytes, memoryBytes, errors));
    asked.pids().ifPresent(count -> check("pids", count, pids, errors));
    asked
        .output()
        .map(ByteSize::bytes)
        .ifPresent(bytes -> check("output_bytes", bytes, outputBytes, errors));
    asked
        .workspace()
        .map(ByteSize::bytes)
        .ifPresent(bytes -> check("workspace_bytes", bytes, workspaceBytes, errors));
    return errors;
  }

  private static void check(String name, long asked, long most, List<FieldError> errors) {
    if (asked < 1 || asked > most) {
      errors.add(new FieldError("/limits/" + name, "must be from 1 to " + most + ", not " + asked));
    }
  }

  private static long most(List<Limits> maxima, ToLongFunction<Limits> limit) {
    return maxima.stream().mapToLong(limit).max().orElse(0);
  }
}
