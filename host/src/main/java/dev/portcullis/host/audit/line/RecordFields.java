package dev.portcullis.host.audit.line;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.CodeDigest;
import dev.portcullis.host.audit.Ending;
import dev.portcullis.host.audit.HostIdentity;
import dev.portcullis.host.audit.SandboxEvidence;
import dev.portcullis.host.audit.SkillReference;
import dev.portcullis.host.audit.Verdict;

/** Names the fields of each record as they stand on its line. */
final class RecordFields {
  private RecordFields() {}

  static Struct of(AuditRecord record, HostIdentity host) {
    Struct fields =
        switch (record) {
          case AuditRecord.Decided decided -> decided(decided);
          case AuditRecord.Finished finished -> finished(finished);
          case AuditRecord.Admin admin -> admin(admin);
          case AuditRecord.SystemEvent system -> system(system);
        };
    return fields
        .put("stage", record.stage())
        .put("host", new Struct().put("instance", host.instance()).put("version", host.version()));
  }

  static Struct principal(Principal principal) {
    return new Struct()
        .put("id", principal.id())
        .put("key_id", principal.keyId())
        .put("roles", principal.roles().stream().map(Role::text).sorted().toList());
  }

  private static Struct decided(AuditRecord.Decided decided) {
    Struct fields =
        new Struct()
            .put("id", decided.id())
            .put("decision_id", decided.decisionId())
            .put("action", decided.action().text())
            .put("skill", decided.skill().map(RecordFields::skill))
            .put("language", decided.language())
            .put("profile", decided.profile())
            .putUnlessEmpty("facts", decided.facts())
            .put("code", decided.code().map(RecordFields::code))
            .put("limits", decided.limits().map(RecordFields::limits))
            .putUnlessEmpty("env", decided.env());
    if (decided.dryRun()) {
      fields.put("dry_run", true);
    }
    verdict(fields, decided.verdict());
    return caller(fields, decided.caller());
  }

  private static Struct finished(AuditRecord.Finished finished) {
    return new Struct()
        .put("id", finished.id())
        .put("principal", principal(finished.principal()))
        .put("action", finished.action().text())
        .put("language", finished.language())
        .put("profile", finished.profile())
        .put("sandbox", finished.sandbox().map(RecordFields::sandbox))
        .put("outcome", ending(finished.outcome()));
  }

  private static Struct admin(AuditRecord.Admin admin) {
    Struct change =
        new Struct()
            .putUnlessEmpty("before", admin.before())
            .putUnlessEmpty("after", admin.after());
    return caller(new Struct(), admin.caller()).put("action", admin.action()).put("change", change);
  }

  private static Struct system(AuditRecord.SystemEvent system) {
    return new Struct().put("action", system.action()).putUnlessEmpty("facts", system.facts());
  }

  private static Struct caller(Struct fields, Caller caller) {
    return fields
        .put("principal", principal(caller.principal()))
        .put("source", caller.source().text())
        .put("client_ip", caller.clientIp())
        .put("request_id", caller.requestId())
        .put("trace_id", caller.traceId())
        .put("idempotency_key_sha256", caller.idempotencyKeySha256());
  }

  private static void verdict(Struct fields, Verdict verdict) {
    fields
        .put("policy_digest", verdict.policyDigest())
        .put("config_version", verdict.configVersion())
        .put("mode", verdict.mode().text())
        .put("computed", verdict.computed().map(Effect::text))
        .put("enforced", verdict.enforced().text())
        .put("risk", verdict.risk())
        .putUnlessEmpty("rules", verdict.rules().stream().map(RecordFields::rule).toList());
  }

  private static Struct rule(Verdict.RuleHit rule) {
    return new Struct()
        .put("id", rule.id())
        .put("effect", rule.effect().map(Effect::text))
        .put("message", rule.message())
        .put("risk", rule.risk());
  }

  private static Struct skill(SkillReference skill) {
    return new Struct()
        .put("name", skill.name())
        .put("version", skill.version())
        .put("digest", skill.digest());
  }

  private static Struct code(CodeDigest code) {
    return new Struct()
        .put("sha256", code.sha256())
        .put("bytes", code.bytes())
        .put("language", code.language());
  }

  private static Struct limits(Limits limits) {
    return new Struct()
        .put("wall_ms", limits.wall().toMillis())
        .put("cpu_ms", limits.cpu().toMillis())
        .put("memory_bytes", limits.memory().bytes())
        .put("pids", limits.pids())
        .put("output_bytes", limits.output().bytes())
        .put("workspace_bytes", limits.workspace().bytes());
  }

  private static Struct sandbox(SandboxEvidence sandbox) {
    return new Struct()
        .put("driver", sandbox.driver())
        .put("image_id", sandbox.imageId())
        .put("seccomp_sha256", sandbox.seccompSha256())
        .put("runner_sha256", sandbox.runnerSha256())
        .putUnlessEmpty("receipt", sandbox.receipt());
  }

  private static Struct ending(Ending ending) {
    return new Struct()
        .put("cause", ending.cause())
        .put("code", ending.code())
        .put("signal", ending.signal())
        .put("detail", ending.detail())
        .put("problem", ending.problem())
        .put("wall_ms", ending.wallMs())
        .put("cpu_ms", ending.cpuMs())
        .put("peak_memory_bytes", ending.peakMemoryBytes())
        .put("queued_ms", ending.queuedMs())
        .put("stdout", ending.stdout().map(RecordFields::output))
        .put("stderr", ending.stderr().map(RecordFields::output))
        .putUnlessEmpty(
            "artifacts", ending.artifacts().stream().map(RecordFields::artifact).toList());
  }

  private static Struct output(Ending.OutputDigest output) {
    return new Struct().put("sha256", output.sha256()).put("bytes", output.bytes());
  }

  private static Struct artifact(Ending.ArtifactDigest artifact) {
    return new Struct()
        .put("path", artifact.path())
        .put("bytes", artifact.bytes())
        .put("sha256", artifact.sha256());
  }
}
