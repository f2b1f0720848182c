package dev.portcullis.host.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.portcullis.host.sandbox.Receipt;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import dev.portcullis.host.sandbox.runner.RunnerReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes one receipt of what was found inside and outside, if both are as planned. */
final class Receipts {
  private Receipts() {}

  /**
   * The receipt that goes into answers and records.
   *
   * @throws ReceiptDriftException naming every difference
   */
  static Receipt agreed(RunnerReceipt inside, InspectContainerResponse outside, ContainerPlan plan)
      throws ReceiptDriftException {
    List<String> differences = new ArrayList<>();
    InsideCheck.of(inside, plan).forEach(line -> differences.add("inside: " + line));
    OutsideCheck.of(outside, plan).forEach(line -> differences.add("outside: " + line));
    if (!differences.isEmpty()) {
      throw new ReceiptDriftException(
          "the sandbox is not what its profile says: " + String.join("; ", differences));
    }
    return new Receipt(
        plan.uid(),
        union(inside.capabilities()),
        inside.seccomp() == 2 ? "filter" : String.valueOf(inside.seccomp()),
        inside.noNewPrivileges(),
        inside.interfaces(),
        "read-only",
        inside.mounts().stream()
            .filter(mount -> isGuestWritable(mount, plan))
            .map(mount -> mount.path() + " " + mount.type())
            .toList(),
        inside.apparmor(),
        inside.probes());
  }

  private static boolean isGuestWritable(RunnerReceipt.Mount mount, ContainerPlan plan) {
    return mount.type().equals("tmpfs")
        && (plan.tmpfs().containsKey(mount.path()) || mount.path().equals("/dev/shm"));
  }

  private static String union(Map<String, String> capabilities) {
    long bits =
        capabilities.values().stream()
            .mapToLong(set -> Long.parseUnsignedLong(set, 16))
            .reduce(0, (one, other) -> one | other);
    return "%016x".formatted(bits);
  }
}
