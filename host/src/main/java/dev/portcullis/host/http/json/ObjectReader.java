package dev.portcullis.host.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.governor.document.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads one JSON object field by field, without coercion; what is wrong goes to the faults and the
 * reading goes on. {@code null} is a value of the wrong type, not an absent one.
 */
public final class ObjectReader {
  private final JsonNode node;
  private final String pointer;
  private final Faults faults;
  private final Set<String> known = new LinkedHashSet<>();

  private ObjectReader(JsonNode node, String pointer, Faults faults) {
    this.node = node;
    this.pointer = pointer;
    this.faults = faults;
  }

  /** The object at {@code pointer}; if it is none, that is a fault and nothing can be read. */
  public static Optional<ObjectReader> of(JsonNode node, String pointer, Faults faults) {
    if (!node.isObject()) {
      faults.add(pointer, mustBe("an object", node));
      return Optional.empty();
    }
    return Optional.of(new ObjectReader(node, pointer, faults));
  }

  /** Where a field of this object is. */
  public String at(String name) {
    return pointer + "/" + escaped(name);
  }

  /** Whether the field is there, of whatever type. */
  public boolean has(String name) {
    known.add(name);
    return node.has(name);
  }

  /** A field's value, of whatever type. */
  public Optional<JsonNode> value(String name) {
    known.add(name);
    return Optional.ofNullable(node.get(name));
  }

  /** A text, if it is there and is one. */
  public Optional<String> text(String name) {
    return value(name).flatMap(value -> textOf(value, at(name), faults));
  }

  /** A text that must be there. */
  public Optional<String> requiredText(String name) {
    if (!has(name)) {
      faults.add(at(name), "is required");
      return Optional.empty();
    }
    return text(name);
  }

  /** A truth value; {@code false} if it is not there. */
  public boolean flag(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      faults.add(at(name), mustBe("true or false", value.get()));
    }
    return value.map(JsonNode::booleanValue).orElse(false);
  }

  /** A whole number within bounds, if it is there and is one. */
  public OptionalLong number(String name, long lowest, long highest) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!value.get().isIntegralNumber()) {
      faults.add(at(name), mustBe("a whole number", value.get()));
      return OptionalLong.empty();
    }
    if (!value.get().canConvertToLong()
        || value.get().longValue() < lowest
        || value.get().longValue() > highest) {
      faults.add(at(name), "must be from " + lowest + " to " + highest);
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.get().longValue());
  }

  /** The elements of a list of at most so many, each with its pointer; none if it is absent. */
  public void each(String name, int most, BiConsumer<JsonNode, String> read) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return;
    }
    if (!value.get().isArray()) {
      faults.add(at(name), mustBe("a list", value.get()));
      return;
    }
    if (value.get().size() > most) {
      faults.add(at(name), "must have at most " + most + " elements, not " + value.get().size());
      return;
    }
    for (int i = 0; i < value.get().size(); i++) {
      read.accept(value.get().get(i), at(name) + "/" + i);
    }
  }

  /** A list of texts; empty if it is absent. */
  public List<String> texts(String name, int most) {
    List<String> texts = new ArrayList<>();
    each(name, most, (element, where) -> textOf(element, where, faults).ifPresent(texts::add));
    return texts;
  }

  /** An object in a field, if it is there and is one. */
  public Optional<ObjectReader> object(String name) {
    return value(name).flatMap(value -> of(value, at(name), faults));
  }

  /** The fields of a map, each with its pointer. */
  public void entries(int most, Entry read) {
    if (node.size() > most) {
      faults.add(pointer, "must have at most " + most + " entries, not " + node.size());
      return;
    }
    for (var entry : ((ObjectNode) node).properties()) {
      known.add(entry.getKey());
      textOf(entry.getValue(), at(entry.getKey()), faults)
          .ifPresent(value -> read.accept(entry.getKey(), value, at(entry.getKey())));
    }
  }

  /** Ends the reading of this object: fields that nobody asked for are faults. */
  public void finish() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                faults.add(
                    at(name),
                    "unknown field `" + Text.shown(name) + "`" + Suggestion.clause(name, known));
              }
            });
  }

  /** A text that has a UTF-8 form. */
  static Optional<String> textOf(JsonNode value, String where, Faults faults) {
    if (!value.isTextual()) {
      faults.add(where, mustBe("a string", value));
      return Optional.empty();
    }
    String text = value.textValue();
    if (!Text.isWellFormed(text)) {
      faults.add(where, "holds half of a surrogate pair, which is no character");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static String mustBe(String wanted, JsonNode found) {
    String is =
        found.getNodeType() == JsonNodeType.NULL
            ? "null: leave it out instead"
            : switch (found.getNodeType()) {
              case OBJECT -> "an object";
              case ARRAY -> "a list";
              case STRING -> "a string";
              case NUMBER -> found.isIntegralNumber() ? "a number" : "a fraction";
              case BOOLEAN -> "a truth value";
              case BINARY, MISSING, NULL, POJO ->
                  found.getNodeType().name().toLowerCase(Locale.ROOT);
            };
    return "must be " + wanted + ", not " + is;
  }

  private static String escaped(String name) {
    return name.indexOf('~') < 0 && name.indexOf('/') < 0
        ? name
        : name.replace("~", "~0").replace("/", "~1");
  }

  /** Takes one entry of a map. */
  @FunctionalInterface
  public interface Entry {
    /** One entry and where it is. */
    void accept(String name, String value, String where);
  }
}
