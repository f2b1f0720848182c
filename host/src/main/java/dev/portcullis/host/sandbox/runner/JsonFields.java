package dev.portcullis.host.sandbox.runner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.host.sandbox.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The fields of one JSON object from the runner, each taken once with its type and bounds. A field
 * that is missing, of another type, out of bounds or unknown is a violation.
 */
final class JsonFields {
  private static final ObjectReader READER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(64 << 10)
                          .maxNestingDepth(6)
                          .maxStringLength(4096)
                          .maxNameLength(64)
                          .maxNumberLength(20)
                          .maxTokenCount(8192)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String where;
  private final ObjectNode node;
  private final Set<String> left = new LinkedHashSet<>();

  private JsonFields(String where, ObjectNode node) {
    this.where = where;
    this.node = node;
    node.fieldNames().forEachRemaining(left::add);
  }

  /** Reads {@code payload}, which must be one JSON object in UTF-8. */
  static JsonFields of(FrameType where, Bytes payload) throws RunnerLostException {
    String text = CleanText.strictUtf8(payload.toArray());
    try {
      return of(where.name(), READER.readTree(text));
    } catch (JsonProcessingException malformed) {
      // The parser's message quotes the guest's bytes.
      throw new RunnerLostException(
          "the runner sent " + where + " that is not the JSON it should be", malformed);
    }
  }

  private static JsonFields of(String where, JsonNode node) throws RunnerLostException {
    if (node instanceof ObjectNode object) {
      return new JsonFields(where, object);
    }
    throw new RunnerLostException("the runner sent " + where + " that is not an object");
  }

  boolean has(String name) {
    return node.has(name);
  }

  String text(String name, int maxLength) throws RunnerLostException {
    JsonNode value = take(name);
    if (!value.isTextual() || value.textValue().length() > maxLength) {
      throw bad(name);
    }
    return value.textValue();
  }

  boolean truth(String name) throws RunnerLostException {
    JsonNode value = take(name);
    if (!value.isBoolean()) {
      throw bad(name);
    }
    return value.booleanValue();
  }

  long number(String name, long min, long max) throws RunnerLostException {
    return number(name, take(name), min, max);
  }

  /** A number, or nothing where the value is {@code null}. */
  OptionalLong numberOrNull(String name, long min, long max) throws RunnerLostException {
    JsonNode value = take(name);
    return value.isNull() ? OptionalLong.empty() : OptionalLong.of(number(name, value, min, max));
  }

  List<Long> numbers(String name, int maxCount, long min, long max) throws RunnerLostException {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode element : array(name, maxCount)) {
      numbers.add(number(name, element, min, max));
    }
    return numbers;
  }

  List<String> texts(String name, int maxCount, int maxLength) throws RunnerLostException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(name, maxCount)) {
      if (!element.isTextual() || element.textValue().length() > maxLength) {
        throw bad(name);
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /** An object of texts, whatever its names are. */
  Map<String, String> textsByName(String name, int maxCount, int maxLength)
      throws RunnerLostException {
    JsonFields inner = object(name);
    if (inner.left.size() > maxCount) {
      throw bad(name);
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : List.copyOf(inner.left)) {
      texts.put(CleanText.of(key), inner.text(key, maxLength));
    }
    return texts;
  }

  JsonFields object(String name) throws RunnerLostException {
    return of(where + "." + name, take(name));
  }

  List<JsonFields> objects(String name, int maxCount) throws RunnerLostException {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode element : array(name, maxCount)) {
      objects.add(of(where + "." + name, element));
    }
    return objects;
  }

  /** Must be called last. */
  void end() throws RunnerLostException {
    Iterator<String> unknown = left.iterator();
    if (unknown.hasNext()) {
      throw new RunnerLostException(
          "the runner sent "
              + where
              + " with the unknown field `"
              + CleanText.of(unknown.next())
              + "`");
    }
  }

  RunnerLostException bad(String name) {
    return new RunnerLostException("the runner sent " + where + " with a bad `" + name + "`");
  }

  private JsonNode array(String name, int maxCount) throws RunnerLostException {
    JsonNode value = take(name);
    if (!value.isArray() || value.size() > maxCount) {
      throw bad(name);
    }
    return value;
  }

  private long number(String name, JsonNode value, long min, long max) throws RunnerLostException {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw bad(name);
    }
    long number = value.longValue();
    if (number < min || number > max) {
      throw bad(name);
    }
    return number;
  }

  private JsonNode take(String name) throws RunnerLostException {
    JsonNode value = node.get(name);
    if (value == null || !left.remove(name)) {
      throw bad(name);
    }
    return value;
  }
}
