package dev.portcullis.host.sandbox.profile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One mapping of a YAML file. Every key is taken once; one that is left over is an error. */
final class YamlSection {
  private final String file;
  private final String path;
  private final Map<?, ?> values;
  private final Set<Object> left;

  private YamlSection(String file, String path, Map<?, ?> values) {
    this.file = file;
    this.path = path;
    this.values = values;
    this.left = new LinkedHashSet<>(values.keySet());
  }

  static YamlSection of(String file, String path, @Nullable Object value)
      throws InvalidProfileException {
    if (value instanceof Map<?, ?> map) {
      return new YamlSection(file, path, map);
    }
    throw new InvalidProfileException(
        file + ": " + (path.isEmpty() ? "it" : "`" + path + "`") + " is not a mapping");
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  String text(String key) throws InvalidProfileException {
    if (take(key) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw bad(key, "is not a text");
  }

  /** A text read as another type; what its reader says of a bad one is passed on. */
  <T> T text(String key, Function<String, T> reader) throws InvalidProfileException {
    String text = text(key);
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException unreadable) {
      throw new InvalidProfileException(
          file + ": `" + name(key) + "`: " + unreadable.getMessage(), unreadable);
    }
  }

  boolean truth(String key) throws InvalidProfileException {
    if (take(key) instanceof Boolean truth) {
      return truth;
    }
    throw bad(key, "is not true or false");
  }

  int number(String key, int min, int max) throws InvalidProfileException {
    if (take(key) instanceof Integer number && number >= min && number <= max) {
      return number;
    }
    throw bad(key, "is not a whole number from " + min + " to " + max);
  }

  List<String> texts(String key) throws InvalidProfileException {
    List<String> texts = new ArrayList<>();
    for (Object element : list(key)) {
      if (!(element instanceof String text) || text.isEmpty()) {
        throw bad(key, "is not a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  YamlSection section(String key) throws InvalidProfileException {
    return of(file, name(key), take(key));
  }

  List<YamlSection> sections(String key) throws InvalidProfileException {
    List<YamlSection> sections = new ArrayList<>();
    for (Object element : list(key)) {
      sections.add(of(file, name(key) + "[" + sections.size() + "]", element));
    }
    return sections;
  }

  void end() throws InvalidProfileException {
    for (Object unknown : left) {
      throw bad(String.valueOf(unknown), "is not known");
    }
  }

  InvalidProfileException bad(String key, String what) {
    return new InvalidProfileException(file + ": `" + name(key) + "` " + what);
  }

  private List<?> list(String key) throws InvalidProfileException {
    if (take(key) instanceof List<?> list) {
      return list;
    }
    throw bad(key, "is not a list");
  }

  private @Nullable Object take(String key) throws InvalidProfileException {
    if (!left.remove(key)) {
      throw bad(key, "is missing");
    }
    return values.get(key);
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
