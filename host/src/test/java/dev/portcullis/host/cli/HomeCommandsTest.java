package dev.portcullis.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.governor.document.DefaultPolicy;
import dev.portcullis.host.config.Home;
import dev.portcullis.host.config.HostConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that work on a home without a host. */
final class HomeCommandsTest {
  @TempDir Path folder = Path.of("");

  private Home home() {
    return new Home(folder.resolve("home"));
  }

  private Invocation invoke(String... arguments) {
    return Invocation.of(Map.of("PORTCULLIS_HOME", home().root().toString()), "", arguments);
  }

  @Test
  void init_newHome_isClosedToOthersAndRunsNothing() throws Exception {
    assertThat(invoke("init").exitCode()).isEqualTo(ExitCode.OK);

    assertThat(permissions(home().root())).isEqualTo("rwx------");
    assertThat(permissions(home().credentials())).isEqualTo("rw-------");
    assertThat(permissions(home().agentCredentials())).isEqualTo("rw-------");
    assertThat(Files.readAllBytes(home().policy())).isEqualTo(DefaultPolicy.document());
    assertThat(HostConfigReader.read(home().config()).execution().enabled()).isFalse();
    assertThat(HostConfigReader.read(home().config()).policy().followFile()).isFalse();
  }

  @Test
  void init_withOptions_writesThem() throws Exception {
    assertThat(
            invoke(
                    "init",
                    "--execution",
                    "--follow-policy",
                    "--port",
                    "9321",
                    "--engine",
                    "unix:///tmp/engine.sock")
                .exitCode())
        .isEqualTo(ExitCode.OK);

    var config = HostConfigReader.read(home().config());
    assertThat(config.execution().enabled()).isTrue();
    assertThat(config.policy().followFile()).isTrue();
    assertThat(config.http().port()).isEqualTo(9321);
    assertThat(config.sandbox().engine()).isEqualTo("unix:///tmp/engine.sock");
    assertThat(Credentials.read(home().agentCredentials()).url())
        .hasToString("http://127.0.0.1:9321");
  }

  @Test
  void init_again_changesNothing() throws Exception {
    invoke("init");
    Map<String, String> before = contents();

    Invocation again = invoke("init", "--execution");

    assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(again.out()).contains("nothing was changed");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void init_interruptedBeforeTheKeys_isHealed() throws Exception {
    invoke("init");
    Files.delete(home().agentCredentials());

    Invocation again = invoke("init", "--output", "json");

    assertThat(Common.JSON.readTree(again.out()).get("made"))
        .singleElement()
        .satisfies(file -> assertThat(file.asText()).endsWith("agent.credentials"));
    assertThat(home().agentCredentials()).exists();
  }

  @Test
  void init_otherPortThanConfigured_isRefused() {
    invoke("init", "--port", "9321");

    assertThat(invoke("init", "--port", "9322").exitCode()).isEqualTo(ExitCode.HOME);
    assertThat(invoke("init", "--port", "0").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void key_withoutAHost_isMadeReplacedAndEndedOnTheRecord() throws Exception {
    invoke("init");
    Invocation created = invoke("key", "create", "ci", "--role", "agent", "--output", "json");
    assertThat(created.exitCode()).isEqualTo(ExitCode.OK);
    JsonNode key = Common.JSON.readTree(created.out());
    assertThat(key.get("key").asText()).startsWith("ptc_");

    Invocation rotated = invoke("key", "rotate", key.get("id").asText(), "--output", "json");
    String next = Common.JSON.readTree(rotated.out()).get("id").asText();
    assertThat(invoke("key", "revoke", next).exitCode()).isEqualTo(ExitCode.OK);

    assertThat(invoke("key", "list").out().lines().filter(line -> line.contains("  ci  ")))
        .hasSize(2)
        .allMatch(line -> line.contains("ended"));
    String journal = journal();
    assertThat(journal)
        .contains("key.create")
        .contains("key.rotate")
        .contains("key.revoke")
        .contains(key.get("id").asText())
        .doesNotContain(key.get("key").asText());
    assertThat(invoke("audit", "verify").exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void key_lostAdminKey_isReplacedByACommand() throws Exception {
    invoke("init");
    String lost = Credentials.read(home().credentials()).key();
    Files.delete(home().credentials());

    Invocation created = invoke("key", "create", "admin", "--role", "admin", "--save");

    assertThat(created.exitCode()).isEqualTo(ExitCode.OK);
    Credentials saved = Credentials.read(home().credentials());
    assertThat(saved.key()).startsWith("ptc_").isNotEqualTo(lost);
    assertThat(created.out() + created.err()).doesNotContain(saved.key());
    assertThat(permissions(home().credentials())).isEqualTo("rw-------");
  }

  @Test
  void key_wrongRoleOrName_isWrongUsage() {
    invoke("init");

    assertThat(invoke("key", "create", "ci", "--role", "king").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(invoke("key", "create", "c i", "--role", "agent").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(invoke("key", "create", "ci").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(invoke("key", "revoke", "key_none").exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void key_noHome_saysSo() {
    Invocation list = invoke("key", "list");

    assertThat(list.exitCode()).isEqualTo(ExitCode.HOME);
    assertThat(list.err()).contains("portcullis init");
  }

  @Test
  void auditVerify_editedRecord_failsAndNamesIt() throws Exception {
    invoke("init");
    Path segment = segments().getFirst();
    String text = Files.readString(segment);
    assertThat(text).contains("\"principal\":\"agent\"");
    Files.writeString(segment, text.replace("\"principal\":\"agent\"", "\"principal\":\"angel\""));

    Invocation verify = invoke("audit", "verify", "--output", "json");

    assertThat(verify.exitCode()).isEqualTo(ExitCode.FAILED);
    JsonNode damage = Common.JSON.readTree(verify.out());
    assertThat(damage.get("intact").asBoolean()).isFalse();
    assertThat(damage.get("damage").asText()).isEqualTo("edited");
  }

  @Test
  void auditVerify_noJournal_isWrongUsage() {
    assertThat(invoke("audit", "verify", "/nonexistent").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void doctor_openHome_failsWithTheRemedy() throws Exception {
    invoke("init");
    Files.setPosixFilePermissions(
        home().credentials(), PosixFilePermissions.fromString("rw-r--r--"));

    Invocation doctor = invoke("doctor", "--output", "json");

    assertThat(doctor.exitCode()).isEqualTo(ExitCode.FAILED);
    JsonNode check = check(doctor, "home");
    assertThat(check.get("status").asText()).isEqualTo("fail");
    assertThat(check.get("remedy").asText()).isEqualTo("chmod go-rwx " + home().credentials());
  }

  @Test
  void doctor_hostDown_looksAtEverythingElse() throws Exception {
    invoke("init", "--execution", "--port", "1", "--engine", "unix:///nonexistent/engine.sock");

    Invocation doctor = invoke("doctor", "--output", "json");

    assertThat(doctor.exitCode()).isEqualTo(ExitCode.FAILED);
    for (String passing :
        new String[] {"home", "config", "policy_file", "journal", "java", "seccomp"}) {
      assertThat(check(doctor, passing).get("status").asText()).as(passing).isEqualTo("pass");
    }
    assertThat(check(doctor, "engine").get("status").asText()).isEqualTo("fail");
    assertThat(check(doctor, "host").get("status").asText()).isEqualTo("warn");
  }

  @Test
  void doctor_wrongConfiguration_saysWhatIsWrong() throws Exception {
    invoke("init");
    Files.writeString(home().config(), "[http]\nprot = 1\n");

    JsonNode config = check(invoke("doctor", "--output", "json"), "config");

    assertThat(config.get("status").asText()).isEqualTo("fail");
    assertThat(config.get("detail").asText()).contains("prot");
  }

  private static JsonNode check(Invocation doctor, String name) throws IOException {
    for (JsonNode check : Common.JSON.readTree(doctor.out()).get("checks")) {
      if (check.get("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no check " + name + " in " + doctor.out());
  }

  private java.util.List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(home().audit())) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private String journal() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path segment : segments()) {
      all.append(Files.readString(segment));
    }
    return all.toString();
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Path file :
        new Path[] {
          home().config(),
          home().policy(),
          home().instanceId(),
          home().credentials(),
          home().agentCredentials()
        }) {
      contents.put(file.toString(), Files.readString(file));
    }
    contents.put("journal", journal());
    return contents;
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
