package dev.portcullis.host.audit;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.governor.policy.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing worth proving later. Switched over without {@code default}.
 *
 * <p>Maps hold what JSON holds: text, whole numbers, booleans, null, and lists and maps of these.
 * What is empty or absent here is absent from the line.
 */
public sealed interface AuditRecord {
  /** The stage's name on the line. */
  String stage();

  /**
   * A request was judged; durable before anything of it runs.
   *
   * @param id of the execution, {@code exe_} and a ULID, or of the session or skill invocation
   * @param decisionId {@code dec_} and a ULID
   * @param language as resolved, never an alias
   * @param facts what the judgement was given, so that it can be replayed
   * @param limits as granted; absent for a block
   * @param env names only of the variables the caller set
   * @param dryRun whether it was judged only, so that nothing runs whatever the verdict
   */
  record Decided(
      String id,
      String decisionId,
      Caller caller,
      Action action,
      Optional<SkillReference> skill,
      Optional<String> language,
      Optional<String> profile,
      Verdict verdict,
      Map<String, Object> facts,
      Optional<CodeDigest> code,
      Optional<Limits> limits,
      List<String> env,
      boolean dryRun)
      implements AuditRecord {
    public Decided {
      facts = JsonValues.copyOf(facts);
      env = List.copyOf(env);
    }

    @Override
    public String stage() {
      return "decided";
    }

    /** Whether exactly one {@link Finished} record must follow. */
    public boolean opens() {
      return !dryRun && verdict.enforced() != Effect.BLOCK;
    }
  }

  /**
   * What a decision let in has ended, whatever way.
   *
   * @param id of the {@link Decided} record
   * @param sandbox where it ran; absent if it never got one
   */
  record Finished(
      String id,
      Principal principal,
      Action action,
      Optional<String> language,
      Optional<String> profile,
      Optional<SandboxEvidence> sandbox,
      Ending outcome)
      implements AuditRecord {
    @Override
    public String stage() {
      return "finished";
    }
  }

  /**
   * Someone changed how the host behaves.
   *
   * @param action what was done, such as {@code governor.config}, {@code kill} or {@code
   *     key.create}
   * @param before what it was; empty where there was nothing
   * @param after what it is now; empty where nothing is left
   */
  record Admin(Caller caller, String action, Map<String, Object> before, Map<String, Object> after)
      implements AuditRecord {
    public Admin {
      before = JsonValues.copyOf(before);
      after = JsonValues.copyOf(after);
    }

    @Override
    public String stage() {
      return "admin";
    }
  }

  /**
   * The host speaks of itself.
   *
   * @param action what happened, such as {@code system.start} or {@code login.failed}
   * @param facts its particulars
   */
  record SystemEvent(String action, Map<String, Object> facts) implements AuditRecord {
    public SystemEvent {
      facts = JsonValues.copyOf(facts);
    }

    @Override
    public String stage() {
      return "system";
    }
  }
}
