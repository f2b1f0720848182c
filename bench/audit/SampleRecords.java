import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.CodeDigest;
import dev.portcullis.host.audit.Ending;
import dev.portcullis.host.audit.SandboxEvidence;
import dev.portcullis.host.audit.SkillReference;
import dev.portcullis.host.audit.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/**
 * Executions as a busy host records them: a thousand principals, some of them far busier than
 * others, 40 rules, 20 skills; one decision in twenty blocks, and one in ten carries a risk.
 */
final class SampleRecords {
  private static final List<String> CAUSES =
      List.of("exited", "exited", "exited", "exited", "timeout", "out_of_memory", "signaled");

  private final Random random;
  private final String prefix;
  private int number;

  SampleRecords(int producer) {
    this.random = new Random(producer);
    this.prefix = "%02X".formatted(producer);
  }

  AuditRecord.Decided decided() {
    number++;
    int draw = random.nextInt(100);
    Effect effect = draw < 5 ? Effect.BLOCK : draw < 15 ? Effect.WARN : Effect.ALLOW;
    int risk = draw < 10 ? 1 + random.nextInt(100) : 0;
    boolean skill = random.nextInt(5) == 0;
    String language = random.nextInt(4) == 0 ? "node" : "python";
    List<Verdict.RuleHit> rules =
        effect == Effect.ALLOW
            ? List.of(new Verdict.RuleHit("agents-run-code", Optional.of(effect), 0))
            : List.of(
                new Verdict.RuleHit(
                    "names-a-credential-path-" + random.nextInt(40), Optional.of(effect), risk));
    return new AuditRecord.Decided(
        "exe_01M83QCX" + id(),
        "dec_01M83QCX" + id(),
        new Caller(
            principal(),
            random.nextInt(3) == 0 ? Source.MCP : Source.API,
            Optional.of("10.0." + random.nextInt(4) + "." + random.nextInt(50)),
            "req_01M83QCX" + id(),
            Optional.of("%016x%016x".formatted(random.nextLong(), random.nextLong())),
            Optional.empty()),
        skill ? Action.SKILL_INVOKE : Action.EXECUTION_CREATE,
        skill
            ? Optional.of(new SkillReference("skill-" + random.nextInt(20), "1.0.0", digest()))
            : Optional.empty(),
        Optional.of(language),
        Optional.of(language),
        new Verdict(
            "sha256:" + "ab".repeat(32),
            3,
            Mode.SOFT_BLOCK,
            Optional.of(effect),
            effect,
            risk,
            rules),
        Map.of("code", Map.of("lines", 12, "imports", List.of("json", "sys"))),
        Optional.of(new CodeDigest(digest(), 311, language)),
        Optional.of(
            new Limits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                ByteSize.ofMebibytes(256),
                64,
                ByteSize.ofMebibytes(1),
                ByteSize.ofMebibytes(64))),
        List.of("LANG"),
        false);
  }

  AuditRecord.Finished finished(AuditRecord.Decided decided) {
    return new AuditRecord.Finished(
        decided.id(),
        decided.caller().principal(),
        decided.action(),
        decided.language(),
        decided.profile(),
        Optional.of(
            new SandboxEvidence(
                "docker",
                "sha256:" + "cd".repeat(32),
                "ef".repeat(32),
                "01".repeat(32),
                Map.of("uid", 200_000 + random.nextInt(60_000), "interfaces", List.of("lo")))),
        new Ending(
            CAUSES.get(random.nextInt(CAUSES.size())),
            OptionalInt.of(random.nextInt(3)),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            random.nextInt(5_000),
            random.nextInt(3_000),
            9_437_184,
            0,
            Optional.of(new Ending.OutputDigest(digest(), random.nextInt(10_000))),
            Optional.of(new Ending.OutputDigest(digest(), 0)),
            List.of()));
  }

  private Principal principal() {
    int who = (int) Math.min(999, Math.abs(random.nextGaussian()) * 250);
    return new Principal("agent-" + who, Set.of(Role.AGENT), "key_01M83Q" + who);
  }

  private String id() {
    return prefix + "%016d".formatted(number);
  }

  private String digest() {
    return "%016x%016x%016x%016x"
        .formatted(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }
}
