package dev.portcullis.host.sandbox;

import dev.portcullis.governor.limits.Limits;
import java.util.List;
import java.util.Map;

/**
 * What runs in a sandbox.
 *
 * @param language how it is started
 * @param entry the program's file, relative to the workspace; one of {@code files}
 * @param arguments what follows the entry in its argument vector
 * @param environment variables the caller gave; the driver adds the fixed ones
 * @param stdin the whole standard input
 * @param files everything that is written before the start, the entry included
 * @param limits as granted; no higher than those of the sandbox
 * @param artifacts globs of the files to read back
 */
public record Program(
    Language language,
    String entry,
    List<String> arguments,
    Map<String, String> environment,
    Bytes stdin,
    List<ProgramFile> files,
    Limits limits,
    List<String> artifacts) {
  public Program {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    files = List.copyOf(files);
    artifacts = List.copyOf(artifacts);
  }
}
