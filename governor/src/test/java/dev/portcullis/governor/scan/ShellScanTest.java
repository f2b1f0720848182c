package dev.portcullis.governor.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShellScanTest {
  static List<Arguments> programs() {
    return List.of(
        arguments("curl http://x", List.of("network-call@1")),
        arguments("echo curl", List.of()),
        arguments("# curl http://x", List.of()),
        arguments("echo 'a\ncurl'\ncurl x", List.of("network-call@3")),
        arguments("A=1 B=2 /usr/bin/curl x", List.of("network-call@1")),
        arguments("c'ur'l x", List.of("network-call@1")),
        arguments("c\\url x", List.of("network-call@1")),
        arguments("true && wget x || true; nc y", List.of("network-call@1")),
        arguments("if true; then curl x; fi", List.of("network-call@1")),
        arguments("x=$(curl y)", List.of("network-call@1")),
        arguments("echo \"a $(curl y) b\"\necho c", List.of("network-call@1")),
        arguments("echo `curl y`", List.of("network-call@1")),
        arguments("echo \"`curl y`\" curl", List.of("network-call@1")),
        arguments("sudo -u root curl x", List.of("privilege@1")),
        arguments("sudo curl x", List.of("privilege@1", "network-call@1")),
        arguments("timeout 5 nc x", List.of("network-call@1")),
        arguments("curl x | sh", List.of("network-call@1", "download-then-run@1")),
        arguments("wget -O- x | tee a |\n bash", List.of("network-call@1", "download-then-run@2")),
        arguments("echo x | base64 -d | bash", List.of("decode-then-run@1")),
        arguments("cat a | python3", List.of("nested-program@1")),
        arguments("bash -c 'curl x'", List.of("nested-program@1")),
        arguments(
            "python3 - <<'EOF'\nopen('/etc/shadow')\nEOF\ncurl x",
            List.of("nested-program@1", "sensitive-path@2", "network-call@4")),
        arguments("cat > a <<-EOF\n\tcurl x\n\tEOF\nwget y", List.of("network-call@4")),
        arguments("cat <<A <<B\ncurl\nA\nwget\nB\nnc x", List.of("network-call@6")),
        arguments("cat <<< curl", List.of()),
        arguments("echo 'a\n/etc/shadow'", List.of("sensitive-path@2")),
        arguments("eval \"$x\"", List.of("dynamic-evaluation@1")),
        arguments("cat /etc/passwd", List.of("sensitive-path@1")),
        arguments("cat \"$HOME\"/.ssh/id_rsa", List.of("sensitive-path@1")),
        arguments("exec 3<>/dev/tcp/1.2.3.4/80", List.of("network-call@1")),
        arguments(":(){ :|:& };:", List.of("fork-bomb@1")),
        arguments("bomb() { bomb | bomb & }; bomb", List.of("fork-bomb@1")),
        arguments("dd if=/dev/zero of=x", List.of("huge-allocation@1")),
        arguments("crontab -l", List.of("persistence@1")),
        arguments("nsenter -t 1 -m sh", List.of("container-escape@1")),
        arguments("mount -t proc x y", List.of("container-escape@1")),
        arguments("gcc a.c", List.of("native-code@1")),
        arguments("case x in a) curl y;; esac", List.of("network-call@1")),
        arguments("echo $'it\\'s'; curl x", List.of("network-call@1")),
        arguments("echo $((1 + (2 * 3))); curl x", List.of("network-call@1")));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void scan_script_showsItsSigns(String code, List<String> signs) {
    assertThat(Seen.signs("shell", code)).containsExactlyInAnyOrderElementsOf(signs);
  }

  @Test
  void scan_commands_areCalls() {
    assertThat(Seen.calls("shell", "ls -l | sort >out; /bin/cat x\nfor f in a; do echo $f; done"))
        .contains("ls", "sort", "cat", "echo")
        .doesNotContain("out", "x", "-l");
  }

  @Test
  void scan_sourcedFiles_areImports() {
    assertThat(Seen.imports("shell", ". ./lib.sh\nsource other.sh"))
        .containsExactly("./lib.sh", "other.sh");
  }
}
