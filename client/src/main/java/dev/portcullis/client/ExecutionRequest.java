package dev.portcullis.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to run. Only the language and the code, or the files with an entry, are required; null
 * leaves the choice to the host.
 *
 * @param language a name or an alias
 * @param entry which of the files to start, where there is no {@code code}
 * @param artifacts globs of the files to hand back
 */
public record ExecutionRequest(
    String language,
    @Nullable String code,
    @Nullable String entry,
    @Nullable String profile,
    @Nullable Content stdin,
    @Nullable List<String> args,
    @Nullable Map<String, String> env,
    @Nullable List<ProgramFile> files,
    @Nullable Limits limits,
    @Nullable List<String> artifacts) {

  /** A program of one text, with everything else as the host has it. */
  public static ExecutionRequest of(String language, String code) {
    return new ExecutionRequest(language, code, null, null, null, null, null, null, null, null);
  }

  /** The same program with this on its standard input. */
  public ExecutionRequest withStdin(byte[] bytes) {
    return new ExecutionRequest(
        language, code, entry, profile, Content.of(bytes), args, env, files, limits, artifacts);
  }

  /** The same program with these arguments. */
  public ExecutionRequest withArgs(List<String> arguments) {
    return new ExecutionRequest(
        language, code, entry, profile, stdin, arguments, env, files, limits, artifacts);
  }

  /** The same program with these variables added to its environment. */
  public ExecutionRequest withEnv(Map<String, String> variables) {
    return new ExecutionRequest(
        language, code, entry, profile, stdin, args, variables, files, limits, artifacts);
  }

  /** The same program with these files beside it. */
  public ExecutionRequest withFiles(List<ProgramFile> beside) {
    return new ExecutionRequest(
        language, code, entry, profile, stdin, args, env, beside, limits, artifacts);
  }

  /** The same program within these limits, or what the profile and the policy permit of them. */
  public ExecutionRequest withLimits(Limits asked) {
    return new ExecutionRequest(
        language, code, entry, profile, stdin, args, env, files, asked, artifacts);
  }

  /** The same program in this kind of sandbox. */
  public ExecutionRequest withProfile(String name) {
    return new ExecutionRequest(
        language, code, entry, name, stdin, args, env, files, limits, artifacts);
  }

  /** The same program, handing back the files these globs name. */
  public ExecutionRequest withArtifacts(List<String> globs) {
    return new ExecutionRequest(
        language, code, entry, profile, stdin, args, env, files, limits, globs);
  }
}
