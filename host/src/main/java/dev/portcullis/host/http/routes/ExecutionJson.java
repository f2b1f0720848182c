package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.execution.Execution;
import dev.portcullis.host.execution.ExecutionResult;
import dev.portcullis.host.execution.ExecutionResult.Output;
import dev.portcullis.host.execution.ExecutionResult.SandboxUsed;
import dev.portcullis.host.execution.Refusal;
import dev.portcullis.host.http.json.DecisionJson;
import dev.portcullis.host.http.json.JsonAnswer;
import dev.portcullis.host.sandbox.Artifact;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Receipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Executions on the wire. */
final class ExecutionJson {
  private ExecutionJson() {}

  /** Everything of one execution, as far as it has come. */
  static void write(JsonGenerator json, Execution execution) throws IOException {
    Optional<ExecutionResult> result = execution.result();
    json.writeStartObject();
    head(json, execution, result);
    if (result.isPresent()) {
      output(json, "stdout", result.get().stdout());
      output(json, "stderr", result.get().stderr());
      artifacts(json, execution.id().text(), result.get());
    }
    json.writeFieldName("limits");
    limits(json, execution.limits());
    if (result.isPresent()) {
      usage(json, result.get());
    }
    json.writeFieldName("decision");
    DecisionJson.write(json, execution.decision());
    if (result.isPresent()) {
      sandbox(json, result.get().sandbox());
    }
    tail(json, execution);
    json.writeEndObject();
  }

  /** One execution in a list: without what it wrote. */
  static void summary(JsonGenerator json, Execution execution) throws IOException {
    Optional<ExecutionResult> result = execution.result();
    json.writeStartObject();
    head(json, execution, result);
    json.writeFieldName("limits");
    limits(json, execution.limits());
    if (result.isPresent()) {
      usage(json, result.get());
    }
    json.writeFieldName("decision");
    DecisionJson.write(json, execution.decision());
    tail(json, execution);
    json.writeEndObject();
  }

  static void limits(JsonGenerator json, Limits limits) throws IOException {
    json.writeStartObject();
    json.writeNumberField("wall_ms", limits.wall().toMillis());
    json.writeNumberField("cpu_ms", limits.cpu().toMillis());
    json.writeNumberField("memory_bytes", limits.memory().bytes());
    json.writeNumberField("pids", limits.pids());
    json.writeNumberField("output_bytes", limits.output().bytes());
    json.writeNumberField("workspace_bytes", limits.workspace().bytes());
    json.writeEndObject();
  }

  private static void head(
      JsonGenerator json, Execution execution, Optional<ExecutionResult> result)
      throws IOException {
    json.writeStringField("id", execution.id().text());
    // The result and not the status: a program that has just ended is finished once it is recorded.
    json.writeStringField(
        "status",
        result.isPresent()
            ? Execution.Status.FINISHED.name().toLowerCase(Locale.ROOT)
            : unfinished(execution.status()));
    json.writeStringField("language", execution.language());
    if (result.isPresent()) {
      exit(json, result.get().exit());
      refusal(json, result.get().refusal());
    }
  }

  private static String unfinished(Execution.Status status) {
    return switch (status) {
      case QUEUED -> "queued";
      case RUNNING, FINISHED -> "running";
    };
  }

  private static void tail(JsonGenerator json, Execution execution) throws IOException {
    json.writeStringField("principal", execution.owner().id());
    json.writeStringField("created_at", execution.createdAt().toString());
    json.writeStringField("trace_id", execution.traceId());
  }

  private static void exit(JsonGenerator json, Exit exit) throws IOException {
    json.writeObjectFieldStart("exit");
    json.writeStringField("cause", exit.cause());
    switch (exit) {
      case Exit.Exited(int code) -> ending(json, code, 0, "");
      case Exit.Signaled(int signal) -> ending(json, 0, signal, "");
      case Exit.Stopped(var _, int code, int signal, String detail) ->
          ending(json, code, signal, detail);
      case Exit.Lost(var _, String detail) -> {
        json.writeNullField("code");
        json.writeNullField("signal");
        JsonAnswer.textOrNull(json, "detail", detail);
      }
    }
    json.writeEndObject();
  }

  private static void ending(JsonGenerator json, int code, int signal, String detail)
      throws IOException {
    if (signal == 0) {
      json.writeNumberField("code", code);
      json.writeNullField("signal");
    } else {
      json.writeNullField("code");
      json.writeStringField("signal", SignalName.of(signal));
    }
    JsonAnswer.textOrNull(json, "detail", detail);
  }

  private static void refusal(JsonGenerator json, Optional<Refusal> refusal) throws IOException {
    if (refusal.isPresent()) {
      json.writeObjectFieldStart("refusal");
      json.writeStringField("code", refusal.get().code().text());
      json.writeStringField("detail", refusal.get().detail());
      json.writeEndObject();
    }
  }

  private static void output(JsonGenerator json, String name, Output output) throws IOException {
    byte[] bytes = output.bytes().toArray();
    try {
      json.writeStringField(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      json.writeStringField(name + "_encoding", "utf-8");
    } catch (CharacterCodingException notText) {
      json.writeFieldName(name);
      json.writeBinary(bytes);
      json.writeStringField(name + "_encoding", "base64");
    }
    json.writeBooleanField(name + "_truncated", output.truncated());
  }

  private static void artifacts(JsonGenerator json, String id, ExecutionResult result)
      throws IOException {
    json.writeArrayFieldStart("artifacts");
    for (int index = 0; index < result.artifacts().size(); index++) {
      json.writeStartObject();
      switch (result.artifacts().get(index)) {
        case Artifact.Taken(String path, var content) -> {
          json.writeStringField("path", path);
          json.writeNumberField("size_bytes", content.size());
          json.writeStringField("sha256", content.sha256());
          json.writeStringField("media_type", MediaTypes.of(path));
          json.writeStringField("href", "/v1/executions/" + id + "/artifacts/" + index);
        }
        case Artifact.Skipped(String path, String reason) -> {
          json.writeStringField("path", path);
          json.writeStringField("skipped", reason);
        }
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void usage(JsonGenerator json, ExecutionResult result) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField("wall_ms", result.usage().wall().toMillis());
    json.writeNumberField("cpu_ms", result.usage().cpu().toMillis());
    json.writeNumberField("peak_memory_bytes", result.usage().peakMemoryBytes());
    json.writeNumberField("queued_ms", result.queued().toMillis());
    json.writeEndObject();
  }

  private static void sandbox(JsonGenerator json, Optional<SandboxUsed> sandbox)
      throws IOException {
    if (sandbox.isEmpty()) {
      json.writeNullField("sandbox");
      return;
    }
    json.writeObjectFieldStart("sandbox");
    json.writeStringField("driver", sandbox.get().driver());
    json.writeStringField("profile", sandbox.get().profile());
    json.writeStringField("image_id", sandbox.get().imageId());
    receipt(json, sandbox.get().receipt());
    json.writeEndObject();
  }

  private static void receipt(JsonGenerator json, Receipt receipt) throws IOException {
    json.writeObjectFieldStart("receipt");
    json.writeNumberField("uid", receipt.uid());
    json.writeStringField("capabilities", receipt.capabilities());
    json.writeStringField("seccomp", receipt.seccomp());
    json.writeBooleanField("no_new_privileges", receipt.noNewPrivileges());
    JsonAnswer.texts(json, "interfaces", receipt.interfaces());
    json.writeStringField("rootfs", receipt.rootfs());
    JsonAnswer.texts(json, "mounts", receipt.mounts());
    json.writeStringField("apparmor", receipt.apparmor());
    json.writeObjectFieldStart("probes");
    for (Map.Entry<String, String> probe : new TreeMap<>(receipt.probes()).entrySet()) {
      json.writeStringField(probe.getKey(), probe.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
