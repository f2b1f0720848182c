package dev.portcullis.host.http;

import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.policy.Mode;
import dev.portcullis.governor.scan.CodeScanner;
import dev.portcullis.host.rehearsal.Explanation;
import dev.portcullis.host.rehearsal.Hypothesis;
import dev.portcullis.host.rehearsal.JournalReplay.Span;
import dev.portcullis.host.rehearsal.RehearsalBusyException;
import dev.portcullis.host.rehearsal.Rehearsals;
import dev.portcullis.host.rehearsal.Replayed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains by one policy, and answers a replay with what a test put here. */
final class FakeRehearsals implements Rehearsals {
  static final String POLICY =
      """
      apiVersion: portcullis.dev/v1
      kind: Policy
      rules:
        - {id: all, match: {}, effect: allow, rate: {count: 5, per: 1m}, quota: {concurrent: 2}}
        - {id: risky, match: {}, risk: 40, message: Look twice, when: 'facts.files > 0'}
        - {id: errs, match: {}, risk: 1, when: 'facts.imports[7] == "x"'}
      """;

  final List<Hypothesis> asked = new ArrayList<>();
  final List<Span> spans = new ArrayList<>();
  boolean busy;
  Replayed answer = new Replayed.UnknownPolicy();

  @Override
  public Optional<Explanation> explain(Hypothesis hypothesis)
      throws InvalidPolicyException, RehearsalBusyException {
    if (busy) {
      throw new RehearsalBusyException();
    }
    asked.add(hypothesis);
    if (hypothesis.policyDigest().isPresent()) {
      return Optional.empty();
    }
    Governor governor =
        new Governor(new PolicyReader().read(POLICY.getBytes(StandardCharsets.UTF_8)));
    Request request =
        new Request(
            hypothesis.action(),
            new Principal(hypothesis.principal(), hypothesis.roles(), "explain"),
            hypothesis.source(),
            hypothesis.language(),
            hypothesis.profile(),
            hypothesis.skill(),
            hypothesis.asked(),
            new Facts(
                CodeScanner.scan("python", hypothesis.code().toArray()),
                hypothesis.stdinBytes(),
                hypothesis.files(),
                hypothesis.fileBytes()),
            hypothesis.time().orElse(Instant.EPOCH));
    Judgement judgement = governor.judge(request, Settings.initialOf(governor.policy(), 7));
    return Optional.of(
        new Explanation(
            request,
            judgement,
            Mode.SOFT_BLOCK,
            judgement.enforcement().enforced(),
            Optional.empty(),
            List.of(governor.policy().rules().getFirst()),
            List.of(new Explanation.Unfit(governor.policy().rules().getFirst(), List.of("roles"))),
            3,
            Optional.empty(),
            List.of("a note")));
  }

  @Override
  public Replayed replay(String policyDigest, Span span) {
    spans.add(span);
    return answer;
  }
}
