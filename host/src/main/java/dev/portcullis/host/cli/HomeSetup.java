package dev.portcullis.host.cli;

import dev.portcullis.client.ApiKey;
import dev.portcullis.client.NewKey;
import dev.portcullis.governor.document.DefaultPolicy;
import dev.portcullis.host.InstanceId;
import dev.portcullis.host.config.Home;
import dev.portcullis.host.config.HostConfig;
import dev.portcullis.host.config.HostConfigReader;
import dev.portcullis.host.config.InvalidConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Makes a home whole: what is there stays as it is, what is missing is made. */
final class HomeSetup {
  private final Home home;
  private final List<String> made = new ArrayList<>();

  HomeSetup(Home home) {
    this.home = home;
  }

  /** Folders, identity, configuration and policy. */
  void files(String configuration) throws IOException {
    home.prepare();
    InstanceId.of(home);
    make(home.config(), configuration.getBytes(StandardCharsets.UTF_8));
    make(home.policy(), DefaultPolicy.document());
  }

  /** The command line's admin key and a plain agent's, each in its file. */
  void keys() throws Failure, IOException {
    if (Files.exists(home.credentials()) && Files.exists(home.agentCredentials())) {
      return;
    }
    LocalHome opened =
        LocalHome.open(home)
            .orElseThrow(
                () ->
                    new Failure(
                        ExitCode.HOME,
                        "a host runs on " + home.root() + ", so no key was made",
                        "stop it, then say this again"));
    try (LocalKeyDesk desk = new LocalKeyDesk(opened)) {
      key(desk, home.credentials(), new NewKey("admin", List.of("admin"), "cli"));
      key(desk, home.agentCredentials(), new NewKey("agent", List.of("agent"), "api"));
    }
  }

  private void key(LocalKeyDesk desk, Path file, NewKey wanted) throws Failure, IOException {
    if (Files.exists(file)) {
      return;
    }
    ApiKey key = desk.create(wanted);
    new Credentials(url(home), String.valueOf(key.key())).write(file);
    made.add(file.toString());
  }

  /** What was made, in order; empty if everything was there. */
  List<String> made() {
    return made;
  }

  /** Where this home's host listens, by its configuration. */
  static URI url(Home home) throws Failure, IOException {
    HostConfig.Http http = config(home).http();
    String host =
        switch (http.address()) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "[::1]";
          case String address when address.contains(":") -> "[" + address + "]";
          case String address -> address;
        };
    return URI.create("http://" + host + ":" + http.port());
  }

  private static HostConfig config(Home home) throws Failure, IOException {
    try {
      return HostConfigReader.read(home.config());
    } catch (InvalidConfigException invalid) {
      throw new Failure(
          ExitCode.HOME, String.valueOf(invalid.getMessage()), "correct " + home.config(), invalid);
    }
  }

  /** Whole or not at all, and never in the place of what is there. */
  private void make(Path file, byte[] content) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    made.add(file.toString());
  }
}
