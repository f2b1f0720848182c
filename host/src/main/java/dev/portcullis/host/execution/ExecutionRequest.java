package dev.portcullis.host.execution;

import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.ProgramFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program somebody wants to run, as the door read it: its form is right, its meaning not yet
 * checked.
 *
 * @param language a language's name or alias
 * @param profile the kind of sandbox, or empty for the first profile that has the language
 * @param source the program: one text, or the entry among {@code files}
 * @param environment variables by name; names are checked, values hold no NUL
 * @param files what lies beside the program; paths are checked and unique
 * @param asked limits the caller asks for, in any range
 * @param artifacts globs of files to bring back
 * @param dryRun decide and record, run nothing
 */
public record ExecutionRequest(
    String language,
    Optional<String> profile,
    Source source,
    Bytes stdin,
    List<String> arguments,
    Map<String, String> environment,
    List<ProgramFile> files,
    PartialLimits asked,
    List<String> artifacts,
    boolean dryRun) {
  public ExecutionRequest {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    files = List.copyOf(files);
    artifacts = List.copyOf(artifacts);
  }

  /** How much memory it takes while it waits and runs. */
  long bytes() {
    long bytes = stdin.size();
    for (ProgramFile file : files) {
      bytes += file.content().size();
    }
    return source instanceof Source.Code(Bytes text) ? bytes + text.size() : bytes;
  }

  /** Where the program's text is. */
  public sealed interface Source {
    /** One text, run as the language's own file name. */
    record Code(Bytes text) implements Source {}

    /** The path of one of the request's files. */
    record Entry(String path) implements Source {}
  }
}
