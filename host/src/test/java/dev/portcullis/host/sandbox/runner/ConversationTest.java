package dev.portcullis.host.sandbox.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.host.sandbox.Artifact;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Exit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
  @Test
  void follow_honestRunner_givesOutputArtifactsAndExit() throws Exception {
    Script.Told told =
        Script.ready()
            .frame(0x83, "42\n")
            .frame(0x84, "oh")
            .frame(0x83, "x")
            .frame(0x85, "{\"path\": \"a/b.png\", \"size\": 3, \"mode\": 420}")
            .frame(0x86, "ab")
            .frame(0x86, "c")
            .frame(0x85, "{\"path\": \"empty\", \"size\": 0, \"mode\": 420}")
            .frame(0x85, "{\"path\": \"link\", \"skipped\": \"not_regular\"}")
            .frame(
                0x87,
                Script.exit("exited", 3, 0, 4).replace("stderr_bytes\": 0", "stderr_bytes\": 2"))
            .read();

    assertThat(told.receipt.uid()).isEqualTo(20417);
    assertThat(told.receipt.cgroup().cpuQuotaUs()).isEmpty();
    assertThat(told.receipt.mounts()).hasSize(2);
    assertThat(told.stdout).asString().isEqualTo("42\nx");
    assertThat(told.stderr).asString().isEqualTo("oh");
    assertThat(told.outcome.exit()).isEqualTo(new Exit.Exited(3));
    assertThat(told.outcome.usage().cpu()).isEqualTo(Duration.ofNanos(2_100_000));
    assertThat(told.outcome.usage().peakMemoryBytes()).isEqualTo(9_437_184);
    assertThat(told.outcome.artifacts())
        .containsExactly(
            new Artifact.Taken("a/b.png", Bytes.of(new byte[] {'a', 'b', 'c'})),
            new Artifact.Taken("empty", Bytes.EMPTY),
            new Artifact.Skipped("link", "not_regular"));
  }

  @ParameterizedTest
  @CsvSource({
    "timeout,TIMEOUT", "cpu_limit,CPU_LIMIT", "output_limit,OUTPUT_LIMIT",
    "out_of_memory,OUT_OF_MEMORY", "workspace_full,WORKSPACE_FULL", "pids_limit,PIDS_LIMIT",
    "seccomp,SECCOMP"
  })
  void follow_stoppedProgram_namesTheReason(String cause, Exit.Reason reason) throws Exception {
    Exit exit = Script.ready().frame(0x87, Script.exit(cause, 0, 9, 0)).read().outcome.exit();

    assertThat(exit)
        .isInstanceOfSatisfying(
            Exit.Stopped.class,
            stopped -> {
              assertThat(stopped.reason()).isEqualTo(reason);
              assertThat(stopped.signal()).isEqualTo(9);
            });
  }

  @Test
  void follow_signaledProgram_namesTheSignal() throws Exception {
    assertThat(Script.ready().frame(0x87, Script.exit("signaled", 0, 11, 0)).read().outcome.exit())
        .isEqualTo(new Exit.Signaled(11));
  }

  @Test
  void follow_wallLongerThanTheHostWaited_isCutToThat() throws Exception {
    String exit = Script.exit("exited", 0, 0, 0).replace("2950", "86400000000");

    assertThat(Script.ready().frame(0x87, exit).read().outcome.usage().wall())
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void follow_nameThatCannotBeShown_isLeft() throws Exception {
    assertThat(
            Script.ready()
                .frame(0x85, "{\"path\": \"a\\u001b[1m\", \"size\": 1, \"mode\": 420}")
                .frame(0x86, "x")
                .frame(0x87, Script.exit("exited", 0, 0, 0))
                .read()
                .outcome
                .artifacts())
        .containsExactly(new Artifact.Skipped("a?[1m", "bad_name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a//b",
        "./a",
        "a/",
        "a\\u0000b",
      })
  void follow_badArtifactPath_losesTheRunner(String path) {
    assertLost(
        Script.ready().frame(0x85, "{\"path\": \"" + path + "\", \"size\": 0, \"mode\": 420}"));
  }

  @Test
  void follow_artifactPathTooLong_losesTheRunner() {
    assertLost(
        Script.ready()
            .frame(0x85, "{\"path\": \"" + "x".repeat(256) + "\", \"size\": 0, \"mode\": 420}"));
    assertLost(
        Script.ready()
            .frame(0x85, "{\"path\": \"" + "x/".repeat(512) + "x\", \"size\": 0, \"mode\": 420}"));
  }

  @Test
  void follow_tooManyArtifacts_losesTheRunner() {
    Script script = Script.ready();
    for (int i = 0; i <= Script.BOUNDS.count(); i++) {
      script.frame(0x85, "{\"path\": \"" + i + "\", \"size\": 0, \"mode\": 420}");
    }
    assertLost(script);
  }

  @Test
  void follow_tooManySkipped_losesTheRunner() {
    Script script = Script.ready();
    for (int i = 0; i <= Script.BOUNDS.count() + 256; i++) {
      script.frame(0x85, "{\"path\": \"" + i + "\", \"skipped\": \"too_many\"}");
    }
    assertLost(script);
  }

  @Test
  void follow_artifactsLargerThanTheirBound_losesTheRunner() {
    assertLost(
        Script.ready()
            .frame(0x85, "{\"path\": \"a\", \"size\": 60, \"mode\": 420}")
            .frame(0x86, new byte[60])
            .frame(0x85, "{\"path\": \"b\", \"size\": 41, \"mode\": 420}"));
  }

  @Test
  void follow_sameArtifactTwice_losesTheRunner() {
    assertLost(
        Script.ready()
            .frame(0x85, "{\"path\": \"a\", \"size\": 0, \"mode\": 420}")
            .frame(0x85, "{\"path\": \"a\", \"size\": 0, \"mode\": 420}"));
  }

  @Test
  void follow_artifactDataOutOfStep_losesTheRunner() {
    assertLost(Script.ready().frame(0x86, "x"));
    assertLost(
        Script.ready()
            .frame(0x85, "{\"path\": \"a\", \"size\": 1, \"mode\": 420}")
            .frame(0x86, "xy"));
    assertLost(
        Script.ready()
            .frame(0x85, "{\"path\": \"a\", \"size\": 1, \"mode\": 420}")
            .frame(0x86, ""));
    assertLost(
        Script.ready()
            .frame(0x85, "{\"path\": \"a\", \"size\": 1, \"mode\": 420}")
            .frame(0x87, Script.exit("exited", 0, 0, 0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"path\": \"a\", \"skipped\": \"because\"}",
        "{\"path\": \"a\", \"skipped\": \"too_many\", \"size\": 1}",
        "{\"path\": \"a\", \"size\": -1, \"mode\": 420}",
        "{\"path\": \"a\", \"size\": 1.0, \"mode\": 420}",
        "{\"path\": \"a\", \"size\": \"1\", \"mode\": 420}",
        "{\"path\": \"a\", \"size\": 1, \"mode\": 99999}",
        "{\"path\": 1, \"size\": 1, \"mode\": 420}",
        "{\"size\": 1, \"mode\": 420}",
        "{\"path\": \"a\", \"path\": \"b\", \"size\": 1, \"mode\": 420}",
        "[]",
        "",
        "null",
        "{\"path\": \"a\", \"size\": 0, \"mode\": 420} {}",
        "{\"path\": \"a\", \"size\": 99999999999999999999, \"mode\": 420}",
      })
  void follow_badArtifact_losesTheRunner(String payload) {
    assertLost(Script.ready().frame(0x85, payload));
  }

  @Test
  void follow_outputAfterArtifacts_losesTheRunner() {
    assertLost(
        Script.ready()
            .frame(0x85, "{\"path\": \"a\", \"skipped\": \"too_many\"}")
            .frame(0x83, "x"));
  }

  @Test
  void follow_moreOutputThanTheLimit_losesTheRunnerAndKeepsWhatCame() {
    Script script = Script.ready().frame(0x83, "1234567890").frame(0x83, "1");

    assertLost(script);
    assertLost(Script.ready().frame(0x84, "12345678901"));
  }

  @Test
  void follow_emptyOutput_losesTheRunner() {
    assertLost(Script.ready().frame(0x83, ""));
  }

  @Test
  void follow_countsThatDiffer_losesTheRunner() {
    assertLost(Script.ready().frame(0x83, "abc").frame(0x87, Script.exit("exited", 0, 0, 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runner_lost", "EXITED", "", "host_lost", "refused"})
  void follow_unknownCause_losesTheRunner(String cause) {
    assertLost(Script.ready().frame(0x87, Script.exit(cause, 0, 0, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "exited,0,9",
    "exited,256,0",
    "exited,-1,0",
    "signaled,0,0",
    "signaled,1,9",
    "signaled,0,65",
    "timeout,1,9"
  })
  void follow_exitThatCannotBe_losesTheRunner(String cause, int code, int signal) {
    assertLost(Script.ready().frame(0x87, Script.exit(cause, code, signal, 0)));
  }

  @Test
  void follow_cancelledThoughNobodyAsked_losesTheRunner() {
    assertLost(Script.ready().frame(0x87, Script.exit("cancelled", 0, 9, 0)));
  }

  @Test
  void follow_unknownFieldInExit_losesTheRunner() {
    assertLost(
        Script.ready().frame(0x87, Script.exit("exited", 0, 0, 0).replace("{", "{\"more\": 1,")));
  }

  @Test
  void follow_endOfStreamAnywhere_losesTheRunner() {
    byte[] whole =
        Script.ready().frame(0x83, "abc").frame(0x87, Script.exit("exited", 0, 0, 3)).toBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Script.read(part)).isInstanceOf(RunnerLostException.class);
    }
  }

  @Test
  void next_lengthOverItsTypes_losesTheRunnerWithoutReadingIt() {
    assertLost(new Script().header(0x81, (64 << 10) + 1));
    assertLost(new Script().header(0x81, -1));
    assertLost(new Script().frame(0x81, Script.RECEIPT).frame(0x82, "x"));
    assertLost(Script.ready().header(0x83, 65_537));
    assertLost(Script.ready().header(0x87, (4 << 10) + 1));
    assertLost(Script.ready().header(0x88, (1 << 10) + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x01, 0x04, 0x05, 0x80, 0x81, 0x82, 0x89, 0xff})
  void follow_typeThatMayNotCome_losesTheRunner(int type) {
    assertLost(Script.ready().frame(type, ""));
  }

  @Test
  void receipt_otherFrameFirst_losesTheRunner() {
    assertLost(new Script().frame(0x82, ""));
    assertLost(new Script().frame(0x83, "hello"));
  }

  @Test
  void next_failure_passesItsTextOnCleaned() {
    assertThatThrownBy(() -> new Script().frame(0x88, "no \u001b[31mmemory\n").read())
        .isInstanceOf(RunnerLostException.class)
        .hasMessage("the runner failed: no ?[31mmemory?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"protocol\": 1 | \"protocol\": 2",
        "\"uid\": 20417 | \"uid\": -1",
        "\"uid\": 20417 | \"uid\": 4294967296",
        "\"seccomp\": 2 | \"seccomp\": 2, \"seccomp\": 2",
        "\"dumpable\": false | \"dumpable\": \"false\"",
        "\"dumpable\": false, | ",
        "\"dumpable\": false | \"dumpable\": false, \"extra\": 1",
        "\"ambient\": \"0000000000000000\" | \"ambient\": \"0\"",
        "\"ambient\" | \"more\"",
        "\"EPERM\" | \"maybe\"",
        "[\"lo\"] | \"lo\"",
        "[\"lo\"] | [[[[[[\"lo\"]]]]]]",
        "\"version\": 1 | \"version\": 3",
        "\"core\": 0 | \"core\": 0.5",
      })
  void receipt_badField_losesTheRunner(String from, String to) {
    String receipt = Script.RECEIPT.replace(from.strip(), to == null ? "" : to.strip());
    assertThat(receipt).isNotEqualTo(Script.RECEIPT);
    assertLost(new Script().frame(0x81, receipt));
  }

  @Test
  void receipt_notUtf8_losesTheRunner() {
    assertLost(new Script().frame(0x81, new byte[] {'"', (byte) 0xff, '"'}));
    assertLost(new Script().frame(0x81, Script.RECEIPT.getBytes(StandardCharsets.UTF_16)));
  }

  @Test
  void start_program_isWrittenAsTheProtocolSays() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Conversation conversation =
        new Conversation(new ByteArrayInputStream(Script.ready().toBytes()), sent, Script.BOUNDS);
    conversation.receipt();
    conversation.awaitReady();
    conversation.deliver(Script.program());
    conversation.start(Script.program(Map.of("B", "2")), true);

    String hex = HexFormat.of().formatHex(sent.toByteArray());
    String file =
        "01"
            + "00000022"
            + "0100000007"
            + "6d61696e2e7368"
            + "0200000004"
            + "000001a4"
            + "0300000008"
            + "0000000000000003";
    assertThat(hex).startsWith(file + "0200000003" + "070809" + "0300000002" + "0102" + "04");
    assertThat(hex)
        .contains("0100000007" + "2f62696e2f7368")
        .contains("0100000012" + hex("/workspace/main.sh"))
        .contains("0100000009" + hex("two words"))
        .contains("0200000003" + hex("B=2"))
        .contains("0300000008" + "0000000000001388")
        .contains("0400000008" + "0000000000000fa0")
        .contains("0500000008" + "000000000000000a")
        .contains("0600000008" + "0000000000100000")
        .contains("0700000005" + hex("*.png"))
        .endsWith(
            "0800000004" + "00000002" + "0900000008" + "0000000000000064" + "0a00000001" + "01");
  }

  @ParameterizedTest
  @CsvSource({
    "PYTHONPATH,01",
    "LD_PRELOAD,01",
    "TZ,01",
    "NODE_OPTIONS,01",
    "LC_ALL,01",
    "OTHER,02"
  })
  void start_variableReadAtStart_doesNotUseTheStandby(String name, String expected)
      throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Conversation conversation =
        new Conversation(new ByteArrayInputStream(Script.ready().toBytes()), sent, Script.BOUNDS);
    conversation.receipt();
    conversation.awaitReady();
    conversation.deliver(Script.program());
    conversation.start(Script.program(Map.of(name, "x")), true);

    assertThat(HexFormat.of().formatHex(sent.toByteArray()))
        .endsWith("0a00000001" + (expected.equals("02") ? "01" : "00"));
  }

  @Test
  void cancel_beforeStart_startsNothing() throws Exception {
    Conversation conversation =
        new Conversation(
            new ByteArrayInputStream(Script.ready().toBytes()),
            new ByteArrayOutputStream(),
            Script.BOUNDS);
    conversation.receipt();
    conversation.awaitReady();
    conversation.cancel();
    conversation.deliver(Script.program());

    assertThat(conversation.start(Script.program(), false)).isFalse();
  }

  @Test
  void cancel_afterStart_isSentOnceAndItsExitBelieved() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Conversation conversation =
        new Conversation(
            new ByteArrayInputStream(
                Script.ready().frame(0x87, Script.exit("cancelled", 0, 9, 0)).toBytes()),
            sent,
            Script.BOUNDS);
    conversation.receipt();
    conversation.awaitReady();
    conversation.deliver(Script.program());
    conversation.start(Script.program(), false);
    int before = sent.size();
    conversation.cancel();
    conversation.cancel();

    assertThat(sent.size() - before).isEqualTo(5);
    assertThat(conversation.follow(Script.program(), new Script.Kept()).exit().cause())
        .isEqualTo("cancelled");
  }

  @Test
  void awaitReady_beforeTheReceipt_isABug() {
    Conversation conversation =
        new Conversation(
            new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), Script.BOUNDS);

    assertThatIllegalStateException().isThrownBy(conversation::awaitReady);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertLost(Script script) {
    assertThatThrownBy(script::read).isInstanceOf(RunnerLostException.class);
  }
}
