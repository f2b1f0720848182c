package dev.portcullis.host.audit;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Records as the one path would write them. */
public final class Records {
  public static final HostIdentity HOST = new HostIdentity("0f3c", "0.1.0");
  public static final Principal AGENT = new Principal("agent-7", Set.of(Role.AGENT), "key_1");
  private static final String SHA256 = "ab".repeat(32);

  private Records() {}

  public static Caller caller() {
    return new Caller(
        AGENT,
        Source.API,
        Optional.of("127.0.0.1"),
        "req_1",
        Optional.of("0".repeat(31) + "1"),
        Optional.empty());
  }

  public static AuditRecord.Decided decided(String id) {
    return decided(id, Effect.ALLOW, false, Map.of("code", Map.of("lines", 12)));
  }

  public static AuditRecord.Decided decided(
      String id, Effect enforced, boolean dryRun, Map<String, Object> facts) {
    return new AuditRecord.Decided(
        id,
        "dec_" + id,
        caller(),
        Action.EXECUTION_CREATE,
        Optional.empty(),
        Optional.of("python"),
        Optional.of("python"),
        new Verdict(
            "sha256:" + SHA256,
            3,
            Mode.SOFT_BLOCK,
            Optional.of(enforced),
            enforced,
            35,
            List.of(
                new Verdict.RuleHit("agents-run-code", Optional.of(Effect.ALLOW), 0),
                new Verdict.RuleHit("names-a-path", Optional.empty(), 35))),
        facts,
        Optional.of(new CodeDigest(SHA256, 311, "python")),
        Optional.of(
            new Limits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                ByteSize.ofMebibytes(256),
                64,
                ByteSize.ofMebibytes(1),
                ByteSize.ofMebibytes(64))),
        List.of("LANG"),
        dryRun);
  }

  public static AuditRecord.Finished finished(String id) {
    return new AuditRecord.Finished(
        id,
        AGENT,
        Action.EXECUTION_CREATE,
        Optional.of("python"),
        Optional.of("python"),
        Optional.of(
            new SandboxEvidence(
                "docker",
                "sha256:" + SHA256,
                SHA256,
                SHA256,
                Map.of("uid", 20417, "interfaces", List.of("lo")))),
        new Ending(
            "exited",
            OptionalInt.of(0),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            3,
            2,
            9_437_184,
            0,
            Optional.of(new Ending.OutputDigest(SHA256, 3)),
            Optional.of(new Ending.OutputDigest(SHA256, 0)),
            List.of(new Ending.ArtifactDigest("plot.png", 1234, SHA256))));
  }
}
