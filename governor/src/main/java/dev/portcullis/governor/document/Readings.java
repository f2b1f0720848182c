package dev.portcullis.governor.document;

import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.TextDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** How the plain values of a policy document are read. */
final class Readings {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");

  private Readings() {}

  /** Text; what YAML takes for a number, a truth value or nothing needs quotes to be text. */
  static Optional<String> text(YamlNode node, String path, Problems problems) {
    if (node instanceof YamlNode.Scalar scalar) {
      CoreSchema type = CoreSchema.typeOf(scalar);
      if (type == CoreSchema.TEXT) {
        return Optional.of(scalar.text());
      }
      problems.add(
          node,
          path,
          "expected text, found "
              + type.description()
              + (type == CoreSchema.NULL ? "" : "; put quotes around it if text is meant"));
      return Optional.empty();
    }
    problems.add(node, path, "expected text, found " + node.kind());
    return Optional.empty();
  }

  /** Text of 1 to {@code longest} characters. */
  static Fields.Reading<String> shortText(int longest) {
    return (node, path, problems) -> {
      Optional<String> text = text(node, path, problems);
      if (text.isPresent() && (text.get().isBlank() || text.get().length() > longest)) {
        problems.add(node, path, "expected 1 to " + longest + " characters");
        return Optional.empty();
      }
      return text;
    };
  }

  /** A whole number in a range, both ends in it. */
  static Fields.Reading<Integer> integer(int least, int most) {
    return (node, path, problems) -> {
      if (!(node instanceof YamlNode.Scalar scalar)
          || CoreSchema.typeOf(scalar) != CoreSchema.NUMBER
          || !WHOLE_NUMBER.matcher(scalar.text()).matches()) {
        problems.add(node, path, "expected a whole number, found " + found(node));
        return Optional.empty();
      }
      long value = Long.parseLong(scalar.text());
      if (value < least || value > most) {
        problems.add(node, path, value + " is not between " + least + " and " + most);
        return Optional.empty();
      }
      return Optional.of((int) value);
    };
  }

  /** One of a closed set of words. */
  static <E> Fields.Reading<E> choice(Function<String, Optional<E>> byName, List<String> names) {
    return (node, path, problems) -> {
      Optional<String> text = text(node, path, problems);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      Optional<E> value = byName.apply(text.get());
      if (value.isEmpty()) {
        String meant = Suggestion.clause(text.get(), names);
        problems.add(
            node, path, "`" + text.get() + "` is not one of " + String.join(", ", names) + meant);
      }
      return value;
    };
  }

  /** A duration such as {@code 10s}, in a range, both ends in it. */
  static Fields.Reading<Duration> duration(Duration least, Duration most) {
    return parsed(
        TextDuration::parse, least, most, "at least 1ms and at most " + most.toHours() + "h");
  }

  /** A size such as {@code 64MiB}, in a range, both ends in it. */
  static Fields.Reading<ByteSize> size(ByteSize least, ByteSize most) {
    return parsed(
        ByteSize::parse,
        least,
        most,
        "at least " + least.bytes() + "B and at most " + (most.bytes() >> 30) + "GiB");
  }

  /** A list with something in it and nothing twice. */
  static <T> Fields.Reading<Set<T>> setOf(Fields.Reading<T> item) {
    return (node, path, problems) -> {
      Optional<List<Located<T>>> items = items(node, path, problems, item);
      if (items.isEmpty()) {
        return Optional.empty();
      }
      if (items.get().isEmpty() && ((YamlNode.Sequence) node).items().isEmpty()) {
        problems.add(node, path, "an empty list fits nothing; leave the key out to fit everything");
        return Optional.empty();
      }
      Set<T> values = new LinkedHashSet<>();
      for (Located<T> value : items.get()) {
        if (!values.add(value.value())) {
          problems.add(value.node(), value.path(), "is in the list twice");
        }
      }
      return Optional.of(values);
    };
  }

  /** A list, items that could not be read left out. */
  static <T> Fields.Reading<List<T>> listOf(Fields.Reading<T> item) {
    return (node, path, problems) ->
        items(node, path, problems, item).map(items -> items.stream().map(Located::value).toList());
  }

  private record Located<T>(T value, YamlNode node, String path) {}

  private static <T> Optional<List<Located<T>>> items(
      YamlNode node, String path, Problems problems, Fields.Reading<T> item) {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      problems.add(node, path, "expected a list, found " + node.kind());
      return Optional.empty();
    }
    List<Located<T>> values = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      YamlNode at = sequence.items().get(i);
      String itemPath = path + "[" + i + "]";
      item.read(at, itemPath, problems)
          .ifPresent(value -> values.add(new Located<>(value, at, itemPath)));
    }
    return Optional.of(values);
  }

  private static <T extends Comparable<T>> Fields.Reading<T> parsed(
      Function<String, T> parse, T least, T most, String range) {
    return (node, path, problems) -> {
      Optional<String> text = text(node, path, problems);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      try {
        T value = parse.apply(text.get());
        if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
          return Optional.of(value);
        }
        problems.add(node, path, "`" + text.get() + "` is out of range: " + range);
      } catch (IllegalArgumentException malformed) {
        problems.add(node, path, String.valueOf(malformed.getMessage()));
      }
      return Optional.empty();
    };
  }

  private static String found(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.text().length() <= 40
        ? "`" + scalar.text() + "`"
        : node.kind();
  }
}
