package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.Obligation;
import dev.portcullis.governor.Reason;
import dev.portcullis.governor.RuleTrace;
import dev.portcullis.governor.facts.Call;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Import;
import dev.portcullis.governor.facts.Indicator;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.limits.LimitGrant;
import dev.portcullis.governor.policy.Effect;
import dev.portcullis.governor.policy.Quota;
import dev.portcullis.governor.policy.Rate;
import dev.portcullis.governor.policy.Risk;
import dev.portcullis.governor.policy.Rule;
import dev.portcullis.governor.policy.RuleId;
import dev.portcullis.host.http.json.JsonAnswer;
import dev.portcullis.host.rehearsal.Explanation;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** An explanation on the wire. */
final class ExplanationJson {
  private ExplanationJson() {}

  static void write(JsonGenerator json, Explanation explanation) throws IOException {
    json.writeStartObject();
    json.writeFieldName("decision");
    decision(json, explanation);
    json.writeFieldName("request");
    request(json, explanation.request());
    json.writeFieldName("facts");
    facts(json, explanation.request().facts());
    json.writeArrayFieldStart("trace");
    trace(json, explanation);
    json.writeEndArray();
    json.writeNumberField("out_of_scope", explanation.unfitCount());
    bounds(json, explanation.judgement().obligations());
    if (explanation.grant().isPresent()) {
      grant(json, explanation.grant().get());
    }
    JsonAnswer.texts(json, "notes", explanation.notes());
    json.writeEndObject();
  }

  private static void decision(JsonGenerator json, Explanation explanation) throws IOException {
    Judgement judgement = explanation.judgement();
    json.writeStartObject();
    json.writeStringField(
        "computed", judgement.decision().outcome().map(Effect::text).orElse("not_evaluated"));
    json.writeStringField("enforced", explanation.enforced().text());
    json.writeStringField("mode", explanation.mode().text());
    json.writeNumberField("risk", judgement.decision().riskSum().points());
    json.writeNumberField("warn_from", judgement.settings().thresholds().warn());
    json.writeNumberField("block_from", judgement.settings().thresholds().block());
    JsonAnswer.texts(
        json, "rules", judgement.decision().rules().stream().map(RuleId::text).toList());
    JsonAnswer.texts(json, "messages", judgement.messages().stream().map(Reason::message).toList());
    JsonAnswer.textOrNull(json, "language_switched_off", explanation.switchedOff().orElse(""));
    json.writeStringField("policy_digest", judgement.policy().text());
    json.writeNumberField("config_version", judgement.settings().configVersion());
    json.writeEndObject();
  }

  private static void request(JsonGenerator json, Request request) throws IOException {
    json.writeStartObject();
    json.writeStringField("action", request.action().text());
    json.writeStringField("principal", request.principal().id());
    JsonAnswer.texts(
        json, "roles", request.principal().roles().stream().map(Role::text).sorted().toList());
    json.writeStringField("source", request.source().text());
    JsonAnswer.textOrNull(json, "language", request.language().orElse(""));
    JsonAnswer.textOrNull(json, "profile", request.profile().orElse(""));
    JsonAnswer.textOrNull(json, "skill", request.skill().orElse(""));
    json.writeStringField("time", request.time().toString());
    json.writeEndObject();
  }

  private static void facts(JsonGenerator json, Facts facts) throws IOException {
    json.writeStartObject();
    json.writeNumberField("size_bytes", facts.code().sizeBytes());
    json.writeBooleanField("complete", facts.code().complete());
    JsonAnswer.texts(json, "imports", facts.code().imports().stream().map(Import::name).toList());
    JsonAnswer.texts(json, "modules", facts.code().imports().stream().map(Import::module).toList());
    JsonAnswer.texts(json, "calls", facts.code().calls().stream().map(Call::name).toList());
    json.writeArrayFieldStart("indicators");
    for (Indicator seen : facts.code().indicators()) {
      json.writeStartObject();
      json.writeStringField("id", seen.id());
      json.writeStringField("family", seen.family());
      json.writeNumberField("line", seen.line());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("stdin_bytes", facts.stdinBytes());
    json.writeNumberField("files", facts.fileCount());
    json.writeNumberField("file_bytes", facts.fileBytes());
    json.writeEndObject();
  }

  private static void trace(JsonGenerator json, Explanation explanation) throws IOException {
    Set<RuleId> decisive = Set.copyOf(explanation.judgement().decision().rules());
    for (RuleTrace trace : explanation.trace()) {
      String outcome =
          trace.error().isPresent() ? "error" : trace.matched() ? "matched" : "not_matched";
      json.writeStartObject();
      rule(json, trace.rule(), outcome);
      json.writeStringField("stage", trace.stage().text());
      json.writeBooleanField("decides", decisive.contains(trace.id()));
      if (trace.error().isPresent()) {
        json.writeStringField("error", trace.error().get());
      }
      json.writeEndObject();
    }
    for (Rule rule : explanation.disabled()) {
      json.writeStartObject();
      rule(json, rule, "disabled");
      json.writeEndObject();
    }
    for (Explanation.Unfit unfit : explanation.unfit()) {
      json.writeStartObject();
      rule(json, unfit.rule(), "out_of_scope");
      JsonAnswer.texts(json, "unfit", unfit.parts());
      json.writeEndObject();
    }
  }

  private static void rule(JsonGenerator json, Rule rule, String outcome) throws IOException {
    json.writeStringField("rule", rule.id().text());
    json.writeStringField("outcome", outcome);
    if (rule.effect().isPresent()) {
      json.writeStringField("effect", rule.effect().get().text());
    }
    if (!rule.risk().equals(Risk.NONE)) {
      json.writeNumberField("risk", rule.risk().points());
    }
    if (rule.message().isPresent()) {
      json.writeStringField("message", rule.message().get());
    }
  }

  private static void bounds(JsonGenerator json, List<Obligation> obligations) throws IOException {
    json.writeArrayFieldStart("bounds");
    for (Obligation obligation : obligations) {
      json.writeStartObject();
      json.writeStringField("rule", obligation.rule().text());
      switch (obligation.bound()) {
        case Rate rate -> {
          json.writeNumberField("count", rate.count());
          json.writeNumberField("per_ms", rate.per().toMillis());
          json.writeStringField("by", rate.by().text());
        }
        case Quota quota -> {
          json.writeNumberField("concurrent", quota.concurrent());
          json.writeStringField("by", quota.by().text());
        }
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void grant(JsonGenerator json, LimitGrant grant) throws IOException {
    json.writeFieldName("limits");
    json.writeStartObject();
    json.writeNumberField("wall_ms", grant.granted().wall().toMillis());
    json.writeNumberField("cpu_ms", grant.granted().cpu().toMillis());
    json.writeNumberField("memory_bytes", grant.granted().memory().bytes());
    json.writeNumberField("pids", grant.granted().pids());
    json.writeNumberField("output_bytes", grant.granted().output().bytes());
    json.writeNumberField("workspace_bytes", grant.granted().workspace().bytes());
    json.writeEndObject();
    JsonAnswer.texts(json, "limit_warnings", grant.warnings());
  }
}
