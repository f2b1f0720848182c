package dev.portcullis.governor.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one mapping; those that are unknown or there twice are reported when it is made.
 */
final class Fields {
  private final YamlNode.Mapping node;
  private final String path;
  private final Problems problems;
  private final Map<String, YamlNode.Entry> byName = new LinkedHashMap<>();

  private Fields(YamlNode.Mapping node, String path, List<String> known, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    for (YamlNode.Entry entry : node.entries()) {
      String name = entry.key().text();
      if (!known.contains(name)) {
        problems.add(
            entry.key(), path(name), "unknown key `" + name + "`" + Suggestion.clause(name, known));
      } else if (byName.putIfAbsent(name, entry) != null) {
        problems.add(entry.key(), path(name), "the key `" + name + "` is there twice");
      }
    }
  }

  /** Empty, and reported, if {@code node} is no mapping. */
  static Optional<Fields> of(YamlNode node, String path, List<String> known, Problems problems) {
    if (node instanceof YamlNode.Mapping mapping) {
      return Optional.of(new Fields(mapping, path, known, problems));
    }
    problems.add(node, path, "expected a mapping, found " + node.kind());
    return Optional.empty();
  }

  YamlNode node() {
    return node;
  }

  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  Optional<YamlNode> get(String name) {
    return Optional.ofNullable(byName.get(name)).map(YamlNode.Entry::value);
  }

  /** Reported where it is missing. */
  Optional<YamlNode> required(String name) {
    Optional<YamlNode> value = get(name);
    if (value.isEmpty()) {
      problems.add(node, path, "`" + name + "` is missing");
    }
    return value;
  }

  /** What {@code reading} makes of the field, if it is there. */
  <T> Optional<T> map(String name, Reading<T> reading) {
    return get(name).flatMap(value -> reading.read(value, path(name), problems));
  }

  /** Turns a node into a value, or reports why it cannot. */
  @FunctionalInterface
  interface Reading<T> {
    Optional<T> read(YamlNode node, String path, Problems problems);
  }
}
