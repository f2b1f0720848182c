package dev.portcullis.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.TextDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One table of the document: hands out its values, and notes what is wrong or not known. */
final class ConfigSection {
  private final String name;
  private final JsonNode table;
  private final List<String> problems;
  private final Set<String> known = new LinkedHashSet<>();

  ConfigSection(String name, JsonNode table, List<String> problems) {
    this.name = name;
    this.problems = problems;
    if (table.isMissingNode() || table.isObject()) {
      this.table = table;
    } else {
      problems.add(name + ": must be a table, written [" + name + "]");
      this.table = MissingNode.getInstance();
    }
  }

  boolean flag(String key, boolean absent) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return absent;
    }
    if (!value.isBoolean()) {
      return wrong(key, "must be true or false", absent);
    }
    return value.booleanValue();
  }

  int number(String key, int absent, int lowest, int highest) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return absent;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < lowest
        || value.intValue() > highest) {
      return wrong(key, "must be a whole number from " + lowest + " to " + highest, absent);
    }
    return value.intValue();
  }

  String text(String key, String absent) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return absent;
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      return wrong(key, "must be text in quotes", absent);
    }
    return value.textValue();
  }

  List<String> texts(String key) {
    JsonNode value = value(key);
    List<String> texts = new ArrayList<>();
    if (value.isMissingNode()) {
      return texts;
    }
    for (JsonNode element : value) {
      if (element.isTextual()) {
        texts.add(element.textValue());
      }
    }
    if (!value.isArray() || texts.size() != value.size()) {
      return wrong(key, "must be a list of texts, such as [\"a\", \"b\"]", List.of());
    }
    return texts;
  }

  ByteSize size(String key, ByteSize absent) {
    return size(key, absent, new ByteSize(0), new ByteSize(Long.MAX_VALUE));
  }

  ByteSize size(String key, ByteSize absent, ByteSize least, ByteSize most) {
    String text = text(key, "");
    try {
      ByteSize size = text.isEmpty() ? absent : ByteSize.parse(text);
      return size.compareTo(least) < 0 || size.compareTo(most) > 0
          ? wrong(key, "must be from " + least.bytes() + "B to " + most.bytes() + "B", absent)
          : size;
    } catch (IllegalArgumentException unreadable) {
      return wrong(key, String.valueOf(unreadable.getMessage()), absent);
    }
  }

  Duration duration(String key, Duration absent) {
    String text = text(key, "");
    try {
      return text.isEmpty() ? absent : TextDuration.parse(text);
    } catch (IllegalArgumentException unreadable) {
      return wrong(key, String.valueOf(unreadable.getMessage()), absent);
    }
  }

  Duration duration(String key, Duration absent, Duration least, Duration most) {
    Duration duration = duration(key, absent);
    return duration.compareTo(least) < 0 || duration.compareTo(most) > 0
        ? wrong(key, "must be from " + least.toMillis() + "ms to " + most.toMillis() + "ms", absent)
        : duration;
  }

  Optional<String> optional(String key) {
    String text = text(key, "");
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  Optional<Duration> optionalDuration(String key) {
    Duration duration = duration(key, Duration.ZERO);
    return duration.isZero() ? Optional.empty() : Optional.of(duration);
  }

  /** Notes the keys that nobody asked for. */
  void finish() {
    UnknownKeys.report(table, known, name + ".", problems);
  }

  private JsonNode value(String key) {
    known.add(key);
    return table.path(key);
  }

  <T> T wrong(String key, String what, T instead) {
    problems.add(name + "." + key + ": " + what);
    return instead;
  }
}
