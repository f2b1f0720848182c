package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.execution.ExecutionRequest;
import dev.portcullis.host.http.json.Faults;
import dev.portcullis.host.http.json.InvalidJsonException;
import dev.portcullis.host.http.json.ObjectReader;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.ProgramFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the body of {@code POST /v1/executions}: its form, whole and at once. Whether the language
 * is known and the limits fit a profile is not the door's to say.
 *
 * <p>Bounds: 1,000 files; 1,000 arguments of 128 KiB together; 1,000 variables of 64 KiB together;
 * 64 artifact patterns of 1,024 bytes each.
 */
final class ExecutionRequestReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+#._-]{0,63}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final int ARGUMENTS = 1_000;
  private static final int ARGUMENT_BYTES = 128 << 10;
  private static final int VARIABLES = 1_000;
  private static final int ENVIRONMENT_BYTES = 64 << 10;
  private static final int PATTERNS = 64; // the runner takes no more
  private static final int PATTERN_BYTES = 1_024;

  private final ObjectReader body;
  private final Faults faults;

  private ExecutionRequestReader(ObjectReader body, Faults faults) {
    this.body = body;
    this.faults = faults;
  }

  static ExecutionRequest read(JsonNode body, boolean dryRun) throws InvalidJsonException {
    var faults = new Faults();
    Optional<ObjectReader> object = ObjectReader.of(body, "", faults);
    if (object.isEmpty()) {
      faults.check();
    }
    ExecutionRequest request =
        new ExecutionRequestReader(object.orElseThrow(), faults).request(dryRun);
    faults.check();
    return request;
  }

  private ExecutionRequest request(boolean dryRun) {
    String language = body.requiredText("language").orElse("");
    name("language", language);
    Optional<String> profile = body.text("profile");
    profile.ifPresent(text -> name("profile", text));
    boolean hasCode = body.has("code");
    Optional<String> code = body.text("code");
    boolean hasEntry = body.has("entry");
    Optional<String> entry = body.text("entry");
    List<ProgramFile> files = ProgramFiles.read(body, faults);
    ExecutionRequest.Source source = source(hasCode, code, hasEntry, entry, files);
    var request =
        new ExecutionRequest(
            language,
            profile,
            source,
            stdin(),
            arguments(),
            environment(),
            files,
            AskedLimits.read(body),
            artifacts(),
            dryRun);
    body.finish();
    return request;
  }

  private void name(String field, String text) {
    if (body.value(field).filter(JsonNode::isTextual).isPresent()
        && !NAME.matcher(text).matches()) {
      faults.add(body.at(field), "is not a name: 1 to 64 letters, digits and `+#._-`");
    }
  }

  private ExecutionRequest.Source source(
      boolean hasCode,
      Optional<String> code,
      boolean hasEntry,
      Optional<String> entry,
      List<ProgramFile> files) {
    if (hasCode == hasEntry) {
      faults.add(
          hasCode ? body.at("entry") : body.at("code"),
          hasCode
              ? "must be left out where there is `code`"
              : "is required: `code`, or `files` with `entry`");
    }
    if (hasCode) {
      if (code.isPresent() && code.get().isEmpty()) {
        faults.add(body.at("code"), "must not be empty");
      }
      return new ExecutionRequest.Source.Code(
          Bytes.of(code.orElse("").getBytes(StandardCharsets.UTF_8)));
    }
    entry.ifPresent(path -> entry(path, files));
    return new ExecutionRequest.Source.Entry(entry.orElse(""));
  }

  private void entry(String path, List<ProgramFile> files) {
    Optional<ProgramFile> named = files.stream().filter(file -> file.path().equals(path)).findAny();
    if (named.isEmpty()) {
      faults.add(body.at("entry"), "must be the path of one of `files`");
    } else if (named.get().content().size() == 0) {
      faults.add(body.at("entry"), "names an empty file");
    }
  }

  private Bytes stdin() {
    Optional<JsonNode> stdin = body.value("stdin");
    if (stdin.isEmpty()) {
      return Bytes.EMPTY;
    }
    if (!stdin.get().isObject()) {
      return body.text("stdin")
          .map(text -> Bytes.of(text.getBytes(StandardCharsets.UTF_8)))
          .orElse(Bytes.EMPTY);
    }
    ObjectReader object = body.object("stdin").orElseThrow();
    Bytes content = ProgramFiles.Content.fields(object, faults);
    object.finish();
    return content;
  }

  private List<String> arguments() {
    List<String> arguments = body.texts("args", ARGUMENTS);
    long bytes = 0;
    for (String argument : arguments) {
      bytes += argument.getBytes(StandardCharsets.UTF_8).length + 1L;
      if (argument.indexOf('\0') >= 0) {
        faults.add(body.at("args"), "must not hold a NUL");
      }
    }
    if (bytes > ARGUMENT_BYTES) {
      faults.add(body.at("args"), "must be at most " + ARGUMENT_BYTES + " bytes together");
    }
    return arguments;
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    body.object("env")
        .ifPresent(
            env ->
                env.entries(
                    VARIABLES,
                    (name, value, pointer) -> {
                      if (!VARIABLE.matcher(name).matches()) {
                        faults.add(
                            pointer,
                            "is not a variable's name: letters, digits and `_`, no digit first, at"
                                + " most 128");
                      }
                      if (value.indexOf('\0') >= 0) {
                        faults.add(pointer, "must not hold a NUL");
                      }
                      variables.put(name, value);
                    }));
    long bytes = 0;
    for (var variable : variables.entrySet()) {
      bytes +=
          variable.getKey().length()
              + variable.getValue().getBytes(StandardCharsets.UTF_8).length
              + 2L;
    }
    if (bytes > ENVIRONMENT_BYTES) {
      faults.add(body.at("env"), "must be at most " + ENVIRONMENT_BYTES + " bytes together");
    }
    return variables;
  }

  private List<String> artifacts() {
    List<String> patterns = new ArrayList<>();
    body.each(
        "artifacts",
        PATTERNS,
        (element, pointer) -> {
          if (!element.isTextual()) {
            faults.add(pointer, "must be a string");
            return;
          }
          String pattern = element.textValue();
          if (isPattern(pattern)) {
            patterns.add(pattern);
          } else {
            faults.add(
                pointer,
                "is not a pattern of paths in the workspace: relative, no empty, `.` or `..`"
                    + " component, no NUL, at most "
                    + PATTERN_BYTES
                    + " bytes");
          }
        });
    return patterns;
  }

  private static boolean isPattern(String pattern) {
    if (pattern.indexOf('\0') >= 0
        || !StandardCharsets.UTF_8.newEncoder().canEncode(pattern)
        || pattern.getBytes(StandardCharsets.UTF_8).length > PATTERN_BYTES) {
      return false;
    }
    for (String component : pattern.split("/", -1)) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
