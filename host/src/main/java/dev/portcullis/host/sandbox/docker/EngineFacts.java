package dev.portcullis.host.sandbox.docker;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import java.util.List;
import java.util.Locale;

/**
 * What the engine says of itself.
 *
 * @param version of the engine
 * @param apiVersion spoken with it, such as {@code 1.41}
 * @param appArmor whether its kernel has AppArmor and it uses it
 */
record EngineFacts(
    String version, String apiVersion, boolean seccomp, boolean appArmor, boolean rootless) {
  static EngineFacts of(Version version, String apiVersion, Info info) {
    List<String> options =
        info.getSecurityOptions() == null ? List.of() : info.getSecurityOptions();
    return new EngineFacts(
        String.valueOf(version.getVersion()),
        apiVersion,
        has(options, "seccomp"),
        has(options, "apparmor"),
        has(options, "rootless"));
  }

  private static boolean has(List<String> options, String name) {
    return options.stream()
        .map(option -> option.toLowerCase(Locale.ROOT))
        .anyMatch(
            option -> option.equals("name=" + name) || option.startsWith("name=" + name + ","));
  }
}
