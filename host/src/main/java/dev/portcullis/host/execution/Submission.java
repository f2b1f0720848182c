package dev.portcullis.host.execution;

import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.audit.AuditRecord;
import dev.portcullis.host.audit.Caller;
import dev.portcullis.host.audit.CodeDigest;
import dev.portcullis.host.rehearsal.RecordedFacts;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.Program;
import dev.portcullis.host.sandbox.ProgramFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One request whose names are resolved, as the governor, the journal and the sandbox each need it.
 *
 * @param facts what a look at it shows
 * @param at when it came, in whole milliseconds, as it is recorded and judged by
 */
record Submission(
    ExecutionId id,
    String decisionId,
    ExecutionRequest request,
    Profile profile,
    Language language,
    Caller caller,
    Facts facts,
    Instant at) {

  /** What the governor judges. */
  Request toJudge() {
    return new Request(
        Action.EXECUTION_CREATE,
        caller.principal(),
        caller.source(),
        Optional.of(language.name()),
        Optional.of(profile.name()),
        Optional.empty(),
        request.asked(),
        facts,
        at);
  }

  /** What is recorded of the decision, before anything of it runs. */
  AuditRecord.Decided decided(Ruling ruling, Optional<Limits> granted) {
    Bytes code = code();
    return new AuditRecord.Decided(
        id.text(),
        decisionId,
        caller,
        Action.EXECUTION_CREATE,
        Optional.empty(),
        Optional.of(language.name()),
        Optional.of(profile.name()),
        ruling.verdict(),
        recordedFacts(),
        Optional.of(new CodeDigest(code.sha256(), code.size(), language.name())),
        granted,
        request.environment().keySet().stream().sorted().toList(),
        request.dryRun());
  }

  /** What the sandbox runs. */
  Program program(Limits granted) {
    List<ProgramFile> files = new ArrayList<>(request.files());
    String entry =
        switch (request.source()) {
          case ExecutionRequest.Source.Code(Bytes text) -> {
            files.add(new ProgramFile(language.file(), text, false));
            yield language.file();
          }
          case ExecutionRequest.Source.Entry(String path) -> path;
        };
    return new Program(
        language,
        entry,
        request.arguments(),
        request.environment(),
        request.stdin(),
        files,
        granted,
        request.artifacts());
  }

  /**
   * What it was judged by, so that it can be judged again, and digests of all that is brought
   * along, so that what ran can be proved without keeping it.
   */
  private Map<String, Object> recordedFacts() {
    Map<String, Object> recorded = new TreeMap<>(RecordedFacts.of(facts, request.asked(), at));
    if (request.stdin().size() > 0) {
      recorded.put("stdin_sha256", request.stdin().sha256());
    }
    if (!besides().isEmpty()) {
      recorded.put("files_sha256", listing(besides()).sha256());
    }
    return recorded;
  }

  /** One line a file, in order of path, as {@code sha256sum} prints it. */
  private static Bytes listing(List<ProgramFile> files) {
    return Bytes.of(
        files.stream()
            .sorted(Comparator.comparing(ProgramFile::path))
            .map(file -> file.content().sha256() + "  " + file.path() + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8));
  }

  private Bytes code() {
    return switch (request.source()) {
      case ExecutionRequest.Source.Code(Bytes text) -> text;
      case ExecutionRequest.Source.Entry(String path) ->
          request.files().stream()
              .filter(file -> file.path().equals(path))
              .findFirst()
              .orElseThrow()
              .content();
    };
  }

  /** The files that are not the program itself. */
  private List<ProgramFile> besides() {
    return switch (request.source()) {
      case ExecutionRequest.Source.Code _ -> request.files();
      case ExecutionRequest.Source.Entry(String path) ->
          request.files().stream().filter(file -> !file.path().equals(path)).toList();
    };
  }
}
