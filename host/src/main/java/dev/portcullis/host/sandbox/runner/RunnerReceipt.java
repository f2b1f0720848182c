package dev.portcullis.host.sandbox.runner;

import dev.portcullis.host.sandbox.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the runner says of its own confinement. Well-formed, and not compared with anything yet.
 *
 * @param capabilities the five sets by name, each 16 hexadecimal digits
 * @param seccomp the number in {@code /proc/self/status}; 2 is a filter
 * @param apparmor the label, or {@code unavailable}
 * @param probes calls that must be denied: an errno's name, {@code SIGSYS} or {@code ALLOWED}
 */
public record RunnerReceipt(
    int protocol,
    long uid,
    long gid,
    List<Long> groups,
    Map<String, String> capabilities,
    int seccomp,
    boolean noNewPrivileges,
    boolean dumpable,
    List<String> interfaces,
    List<Mount> mounts,
    String apparmor,
    Cgroup cgroup,
    Rlimits rlimits,
    Map<String, String> probes) {
  private static final long MAX_ID = 0xffff_ffffL;
  private static final Pattern CAPABILITIES = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern PROBE = Pattern.compile("E[A-Z0-9]{1,20}|SIGSYS|ALLOWED");
  private static final List<String> SETS =
      List.of("inheritable", "permitted", "effective", "bounding", "ambient");

  /** A mount point; {@code sizeBytes} is there for tmpfs. */
  public record Mount(String path, String type, List<String> flags, OptionalLong sizeBytes) {
    public Mount {
      flags = List.copyOf(flags);
    }
  }

  /** The limits of the runner's cgroup; what could not be read, or is no limit, is absent. */
  public record Cgroup(
      int version,
      OptionalLong memoryBytes,
      OptionalLong pids,
      OptionalLong cpuQuotaUs,
      OptionalLong cpuPeriodUs) {}

  /** The resource limits of the runner, which its children inherit. */
  public record Rlimits(OptionalLong nofile, OptionalLong core, OptionalLong fsize) {}

  public RunnerReceipt {
    groups = List.copyOf(groups);
    capabilities = Map.copyOf(capabilities);
    interfaces = List.copyOf(interfaces);
    mounts = List.copyOf(mounts);
    probes = Map.copyOf(probes);
  }

  /** Reads the payload of a {@code RECEIPT} frame. */
  static RunnerReceipt of(Bytes payload) throws RunnerLostException {
    JsonFields fields = JsonFields.of(FrameType.RECEIPT, payload);
    int protocol = (int) fields.number("protocol", 1, 1);
    long uid = fields.number("uid", 0, MAX_ID);
    long gid = fields.number("gid", 0, MAX_ID);
    List<Long> groups = fields.numbers("groups", 64, 0, MAX_ID);
    Map<String, String> capabilities = fields.textsByName("capabilities", SETS.size(), 16);
    if (!capabilities.keySet().equals(Set.copyOf(SETS))
        || !capabilities.values().stream().allMatch(CAPABILITIES.asMatchPredicate())) {
      throw fields.bad("capabilities");
    }
    int seccomp = (int) fields.number("seccomp", 0, 2);
    boolean noNewPrivileges = fields.truth("no_new_privileges");
    boolean dumpable = fields.truth("dumpable");
    List<String> interfaces = clean(fields.texts("interfaces", 64, 32));
    List<Mount> mounts = new ArrayList<>();
    for (JsonFields mount : fields.objects("mounts", 256)) {
      mounts.add(mount(mount));
    }
    String apparmor = CleanText.of(fields.text("apparmor", 256));
    Cgroup cgroup = cgroup(fields.object("cgroup"));
    Rlimits rlimits = rlimits(fields.object("rlimits"));
    Map<String, String> probes = fields.textsByName("probes", 32, 32);
    if (!probes.values().stream().allMatch(PROBE.asMatchPredicate())) {
      throw fields.bad("probes");
    }
    fields.end();
    return new RunnerReceipt(
        protocol,
        uid,
        gid,
        groups,
        capabilities,
        seccomp,
        noNewPrivileges,
        dumpable,
        interfaces,
        mounts,
        apparmor,
        cgroup,
        rlimits,
        probes);
  }

  private static Mount mount(JsonFields fields) throws RunnerLostException {
    String path = CleanText.of(fields.text("path", 4096));
    String type = CleanText.of(fields.text("type", 64));
    List<String> flags = clean(fields.texts("flags", 16, 16));
    OptionalLong size =
        fields.has("size_bytes")
            ? fields.numberOrNull("size_bytes", 0, Long.MAX_VALUE)
            : OptionalLong.empty();
    fields.end();
    return new Mount(path, type, flags, size);
  }

  private static Cgroup cgroup(JsonFields fields) throws RunnerLostException {
    Cgroup cgroup =
        new Cgroup(
            (int) fields.number("version", 1, 2),
            fields.numberOrNull("memory_bytes", 0, Long.MAX_VALUE),
            fields.numberOrNull("pids", 0, Integer.MAX_VALUE),
            fields.numberOrNull("cpu_quota_us", 0, Long.MAX_VALUE),
            fields.numberOrNull("cpu_period_us", 0, Long.MAX_VALUE));
    fields.end();
    return cgroup;
  }

  private static Rlimits rlimits(JsonFields fields) throws RunnerLostException {
    Rlimits rlimits =
        new Rlimits(
            fields.numberOrNull("nofile", 0, Long.MAX_VALUE),
            fields.numberOrNull("core", 0, Long.MAX_VALUE),
            fields.numberOrNull("fsize", 0, Long.MAX_VALUE));
    fields.end();
    return rlimits;
  }

  private static List<String> clean(List<String> texts) {
    return texts.stream().map(CleanText::of).toList();
  }
}
