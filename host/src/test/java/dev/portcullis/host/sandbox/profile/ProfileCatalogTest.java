package dev.portcullis.host.sandbox.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileCatalogTest {
  private static final String YAML =
      """
      name: tiny
      languages:
        - name: python
          aliases: [py, python3]
          file: main.py
          command: [/usr/bin/python3, "{entry}"]
          standby: [/usr/bin/python3, /workspace/main.py]
          version: [/usr/bin/python3, --version]
        - name: bash
          file: main.sh
          command: [/bin/bash, "{entry}"]
          version: [/bin/bash, --version]
      limits:
        default: {wall: 10s, cpu: 5s, memory: 256MiB, pids: 64, output: 1MiB, workspace: 64MiB}
        maximum: {wall: 5m, cpu: 5m, memory: 1GiB, pids: 256, output: 8MiB, workspace: 512MiB}
      tmp: 32MiB
      shm: 16MiB
      executable: false
      pool: {waiting: 4}
      """;
  private static final String DIGEST = "ab".repeat(32);
  private static final String LOCK =
      """
      {"tiny": {"image": "portcullis/tiny:1", "image_id": "sha256:%s", "inputs_sha256": "%s",
        "runner_sha256": "%s", "versions": {"python": "3.11.2", "bash": "5.2"}}}
      """
          .formatted(DIGEST, DIGEST, DIGEST);

  @TempDir private Path folder;

  @Test
  void read_profile_isWhatItSays() throws Exception {
    ProfileCatalog catalog = read(YAML, LOCK);

    Profile tiny = catalog.profile("tiny").orElseThrow();
    assertThat(tiny.imageId()).isEqualTo("sha256:" + DIGEST);
    assertThat(tiny.defaults().wall()).isEqualTo(Duration.ofSeconds(10));
    assertThat(tiny.maximum().memory()).isEqualTo(ByteSize.ofMebibytes(1024));
    assertThat(tiny.tmp()).isEqualTo(ByteSize.ofMebibytes(32));
    assertThat(tiny.waiting()).isEqualTo(4);
    assertThat(tiny.languages()).extracting(Language::version).containsExactly("3.11.2", "5.2");
    assertThat(tiny.languages().getLast().standby()).isEmpty();
    assertThat(catalog.offers()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "py", "PY", "Python3"})
  void find_nameOrAlias_findsTheLanguage(String name) throws Exception {
    assertThat(read(YAML, LOCK).find(name).orElseThrow().language().name()).isEqualTo("python");
    assertThat(read(YAML, LOCK).find(name, "tiny")).isPresent();
    assertThat(read(YAML, LOCK).find(name, "other")).isEmpty();
  }

  @Test
  void find_unknown_findsNothing() throws Exception {
    assertThat(read(YAML, LOCK).find("cobol")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shm: 16MiB | shm: 16MiB\\nextra: 1 | `extra` is not known",
        "pids: 64 | pids: 64, colour: red | `limits.default.colour` is not known",
        "aliases: | alias: | `languages[0].alias` is not known",
        "tmp: 32MiB | | `tmp` is missing",
        "tmp: 32MiB | tmp: 32 | `tmp` is not a text",
        "tmp: 32MiB | tmp: 32MB | `tmp`: `32MB` is not a size",
        "wall: 10s | wall: 10 | `limits.default.wall` is not a text",
        "wall: 10s | wall: 10m | is more than `limits.maximum`",
        "executable: false | executable: maybe | `executable` is not true or false",
        "pids: 64 | pids: 0 | `limits.default.pids` is not a whole number",
        "/bin/bash, \"{entry}\" | bash, \"{entry}\" | does not begin with an absolute path",
        "\"{entry}\" | main | has no element `{entry}`",
        "name: bash | name: Bash | is not a short name",
        "name: bash | name: ruby | the lock has no version of `ruby`",
        "file: main.sh | file: ../main.sh | is not a short name",
        "aliases: [py, python3] | aliases: [py, bash] | two languages called `bash`",
        "name: tiny | name: other | the lock has no image of `other`",
        "shm: 16MiB | shm: 16MiB\\nshm: 16MiB | duplicate key",
        "shm: 16MiB | shm: [ | expected",
        "executable: false | executable: !!java.net.URL [x] | tag",
      })
  void read_mistake_namesFileAndKey(String from, String to, String expected) {
    String yaml = YAML.replace(from.strip(), to == null ? "" : to.replace("\\n", "\n").strip());
    assertThat(yaml).isNotEqualTo(YAML);

    assertThatThrownBy(() -> read(yaml, LOCK))
        .isInstanceOf(InvalidProfileException.class)
        .message()
        .containsIgnoringCase(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"tiny\": {}}", "{\"tiny\": 1}", "{} {}"})
  void read_badLock_isRefused(String lock) {
    assertThatThrownBy(() -> read(YAML, lock)).isInstanceOf(InvalidProfileException.class);
  }

  @Test
  void read_lockWithAnotherKey_isRefused() {
    assertThatThrownBy(() -> read(YAML, LOCK.replace("\"image\"", "\"more\": 1, \"image\"")))
        .isInstanceOf(InvalidProfileException.class)
        .hasMessageContaining("more");
  }

  @Test
  void read_lockWithATagForAnId_isRefused() {
    assertThatThrownBy(() -> read(YAML, LOCK.replace("sha256:" + DIGEST, "tiny:latest")))
        .isInstanceOf(InvalidProfileException.class)
        .hasMessageContaining("tiny:latest");
  }

  @Test
  void read_noLock_saysToBuild() {
    assertThatThrownBy(() -> ProfileCatalog.read(folder, folder.resolve("none.json")))
        .isInstanceOf(InvalidProfileException.class)
        .hasMessageContaining("build the profiles");
  }

  private ProfileCatalog read(String yaml, String lock) throws Exception {
    Path profile = Files.createDirectories(folder.resolve("profiles/tiny"));
    Files.writeString(profile.resolve("profile.yaml"), yaml);
    Path file = folder.resolve("images.json");
    Files.writeString(file, lock);
    return ProfileCatalog.read(folder.resolve("profiles"), file);
  }
}
