package dev.portcullis.host.sandbox;

import java.util.List;
import java.util.Map;

/**
 * What was read back of a sandbox's confinement, from inside by the runner and from outside by the
 * engine.
 *
 * @param uid host and guest user id, never 0
 * @param capabilities the union of all capability sets, 16 hexadecimal digits
 * @param seccomp {@code filter}, or what else was found
 * @param interfaces names of the network interfaces
 * @param rootfs {@code read-only} or {@code read-write}
 * @param mounts writable mounts as {@code path type}
 * @param apparmor the label, or {@code unavailable}
 * @param probes calls that must be denied, and how they were
 */
public record Receipt(
    int uid,
    String capabilities,
    String seccomp,
    boolean noNewPrivileges,
    List<String> interfaces,
    String rootfs,
    List<String> mounts,
    String apparmor,
    Map<String, String> probes) {
  public Receipt {
    interfaces = List.copyOf(interfaces);
    mounts = List.copyOf(mounts);
    probes = Map.copyOf(probes);
  }
}
