package dev.portcullis.host.sandbox.runner;

import dev.portcullis.host.sandbox.Artifact;
import dev.portcullis.host.sandbox.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has come out of a running program: counts its output against the limit, collects its
 * artifacts, and knows which frames may come next.
 */
final class Harvest {
  private static final Set<FrameType> RUNNING =
      EnumSet.of(FrameType.STDOUT, FrameType.STDERR, FrameType.ARTIFACT, FrameType.EXIT);
  private static final Set<FrameType> COLLECTING = EnumSet.of(FrameType.ARTIFACT, FrameType.EXIT);
  private static final Set<FrameType> WITHIN_ARTIFACT = EnumSet.of(FrameType.ARTIFACT_DATA);
  private static final Set<String> SKIPS =
      Set.of("not_regular", "too_large", "too_many", "unreadable", "bad_name");

  /** Files named without being taken: so many more than may be taken. */
  private static final int MAX_SKIPPED = 256;

  private static final int MAX_PATH = 1024;
  private static final int MAX_COMPONENT = 255;

  private final long outputLimit;
  private final ArtifactBounds bounds;
  private final List<Artifact> artifacts = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();
  private long stdoutBytes;
  private long stderrBytes;
  private long artifactBytes;
  private int taken;
  private int skipped;
  private @Nullable Pending pending;

  private record Pending(String path, long size, ByteArrayOutputStream content) {}

  Harvest(long outputLimit, ArtifactBounds bounds) {
    this.outputLimit = outputLimit;
    this.bounds = bounds;
  }

  Set<FrameType> expected() {
    if (pending != null) {
      return WITHIN_ARTIFACT;
    }
    return taken + skipped > 0 ? COLLECTING : RUNNING;
  }

  void stdout(Bytes bytes) throws RunnerLostException {
    stdoutBytes = counted("stdout", stdoutBytes, bytes);
  }

  void stderr(Bytes bytes) throws RunnerLostException {
    stderrBytes = counted("stderr", stderrBytes, bytes);
  }

  void artifact(Bytes payload) throws RunnerLostException {
    JsonFields fields = JsonFields.of(FrameType.ARTIFACT, payload);
    String path = fields.text("path", MAX_PATH);
    if (fields.has("skipped")) {
      String reason = fields.text("skipped", 32);
      fields.end();
      if (!SKIPS.contains(reason)) {
        throw fields.bad("skipped");
      }
      if (++skipped > bounds.count() + MAX_SKIPPED) {
        throw new RunnerLostException("the runner named too many files that it left");
      }
      artifacts.add(new Artifact.Skipped(CleanText.of(path), reason));
      return;
    }
    long size = fields.number("size", 0, bounds.total().bytes() - artifactBytes);
    fields.number("mode", 0, 07777);
    fields.end();
    requireRelative(fields, path);
    if (!paths.add(path)) {
      throw new RunnerLostException("the runner sent an artifact twice");
    }
    if (++taken > bounds.count()) {
      throw new RunnerLostException("the runner sent more than " + bounds.count() + " artifacts");
    }
    artifactBytes += size;
    complete(new Pending(path, size, new ByteArrayOutputStream()));
  }

  void artifactData(Bytes bytes) throws RunnerLostException {
    Pending current = pending;
    if (current == null || bytes.size() == 0) {
      throw new RunnerLostException("the runner sent no artifact's data");
    }
    if (current.content().size() + (long) bytes.size() > current.size()) {
      throw new RunnerLostException("the runner sent more of an artifact than its size");
    }
    current.content().writeBytes(bytes.toArray());
    complete(current);
  }

  /** The runner's own count of what it sent must be ours. */
  void agreesWith(ExitFrame exit) throws RunnerLostException {
    if (exit.stdoutBytes() != stdoutBytes || exit.stderrBytes() != stderrBytes) {
      throw new RunnerLostException("the runner counts other output than it sent");
    }
  }

  List<Artifact> artifacts() {
    return artifacts;
  }

  private void complete(Pending current) {
    if (current.content().size() < current.size()) {
      pending = current;
      return;
    }
    pending = null;
    // A name that cannot be shown as it is would have to be changed, and then be another's.
    artifacts.add(
        CleanText.isClean(current.path())
            ? new Artifact.Taken(current.path(), Bytes.of(current.content().toByteArray()))
            : new Artifact.Skipped(CleanText.of(current.path()), "bad_name"));
  }

  private long counted(String name, long before, Bytes bytes) throws RunnerLostException {
    if (bytes.size() == 0) {
      throw new RunnerLostException("the runner sent an empty piece of " + name);
    }
    if (bytes.size() > outputLimit - before) {
      throw new RunnerLostException("the runner sent more " + name + " than its limit");
    }
    return before + bytes.size();
  }

  private static void requireRelative(JsonFields fields, String path) throws RunnerLostException {
    if (path.isEmpty()
        || path.indexOf('\0') >= 0
        || path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
      throw fields.bad("path");
    }
    for (String component : path.split("/", -1)) {
      if (component.isEmpty()
          || component.equals(".")
          || component.equals("..")
          || component.getBytes(StandardCharsets.UTF_8).length > MAX_COMPONENT) {
        throw fields.bad("path");
      }
    }
  }
}
