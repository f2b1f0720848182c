package dev.portcullis.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.client.Report;
import dev.portcullis.host.config.Home;
import dev.portcullis.host.config.HostConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the doctor looks at in the machine: Java, the engine, images, seccomp, AppArmor. */
record MachineChecks(Home home, HostConfig config) {
  private static final int OLDEST_JAVA = 25;
  private static final String APPARMOR_PROFILE = "portcullis-sandbox";

  List<Report.Check> all() {
    List<Report.Check> checks = new ArrayList<>();
    checks.add(java());
    checks.add(seccomp());
    checks.add(apparmor());
    EngineProbe engine = EngineProbe.of(config.sandbox().engine());
    try {
      JsonNode version = engine.version();
      checks.add(
          Finding.pass(
              "engine",
              version.path("Version").asText()
                  + ", API "
                  + version.path("ApiVersion").asText()
                  + ", at "
                  + engine.socket()));
      checks.add(images(engine));
    } catch (IOException down) {
      checks.add(
          Finding.fail(
              "engine",
              "no answer at " + engine.socket() + ": " + down.getMessage(),
              "start it: portcullis up, or systemctl start docker; or let this user use its"
                  + " socket"));
    }
    return checks;
  }

  private static Report.Check java() {
    String detail =
        System.getProperty("java.vendor")
            + " "
            + Runtime.version()
            + ", "
            + System.getProperty("java.home");
    return Runtime.version().feature() >= OLDEST_JAVA
        ? Finding.pass("java", detail)
        : Finding.fail("java", detail, "point JAVA_HOME at a JDK " + OLDEST_JAVA + " or newer");
  }

  private static Report.Check seccomp() {
    String name = "seccomp";
    try (InputStream profile = MachineChecks.class.getResourceAsStream("/seccomp/default.json")) {
      if (profile == null) {
        return Finding.fail(name, "the profile is not in the jar", "build the host again");
      }
      int rules = Common.JSON.readTree(profile).path("syscalls").size();
      String actions = Files.readString(Path.of("/proc/sys/kernel/seccomp/actions_avail"));
      return actions.contains("kill_process") && actions.contains("errno")
          ? Finding.pass(name, rules + " rules in the profile; the kernel filters")
          : Finding.fail(name, "the kernel knows only " + actions.strip(), "use another kernel");
    } catch (IOException unknown) {
      return Finding.fail(
          name, "no seccomp filters here: " + unknown, "use a kernel with CONFIG_SECCOMP_FILTER");
    }
  }

  private Report.Check apparmor() {
    String name = "apparmor";
    boolean loaded;
    String detail;
    try {
      boolean enabled =
          Files.readString(Path.of("/sys/module/apparmor/parameters/enabled")).startsWith("Y");
      loaded =
          enabled
              && Files.readString(Path.of("/sys/kernel/security/apparmor/profiles"))
                  .contains(APPARMOR_PROFILE + " ");
      detail = loaded ? "the profile is loaded" : "the profile is not loaded";
    } catch (IOException absent) {
      loaded = false;
      detail = "this kernel has none, or does not say";
    }
    if (loaded) {
      return Finding.pass(name, detail);
    }
    String remedy =
        "where the kernel has AppArmor: apparmor_parser -r seccomp/portcullis-sandbox.apparmor, as root";
    return config.sandbox().requireApparmor()
        ? Finding.fail(name, detail + ", and the configuration requires it", remedy)
        : Finding.warn(name, detail, remedy);
  }

  private Report.Check images(EngineProbe engine) throws IOException {
    String name = "images";
    String remedy = "portcullis up builds them";
    if (!Files.exists(home.images())) {
      return Finding.fail(name, "there is no " + home.images(), remedy);
    }
    JsonNode pinned = Common.JSON.readTree(home.images().toFile());
    List<String> present = new ArrayList<>();
    for (Map.Entry<String, JsonNode> profile : pinned.properties()) {
      String id = profile.getValue().path("image_id").asText();
      if (!id.matches("sha256:[0-9a-f]{64}") || !engine.hasImage(id)) {
        return Finding.fail(
            name, "the engine has no image " + id + " for the profile " + profile.getKey(), remedy);
      }
      present.add(profile.getKey());
    }
    return present.isEmpty()
        ? Finding.fail(name, home.images() + " names none", remedy)
        : Finding.pass(name, String.join(", ", present));
  }
}
