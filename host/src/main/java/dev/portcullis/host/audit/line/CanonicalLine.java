package dev.portcullis.host.audit.line;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells whether a line is written the one way there is to write it. */
public final class CanonicalLine {
  private CanonicalLine() {}

  /**
   * Whether the line is byte for byte what RFC 8785 makes of its content.
   *
   * @throws UnreadableLineException if it has no content that a record could have
   */
  public static boolean isCanonical(byte[] line) throws UnreadableLineException {
    Object value = value(RecordJson.parse(line));
    byte[] canonical = new CanonicalJson(Shortening.NONE).write(value).out().toArray();
    return Arrays.equals(line, canonical);
  }

  private static @Nullable Object value(JsonNode node) throws UnreadableLineException {
    if (node.isObject()) {
      TreeMap<String, @Nullable Object> members = new TreeMap<>();
      for (var member : node.properties()) {
        members.put(member.getKey(), value(member.getValue()));
      }
      return members;
    }
    if (node.isArray()) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (JsonNode element : node) {
        elements.add(value(element));
      }
      return elements;
    }
    if (node.isNumber()) {
      if (!node.isIntegralNumber() || !node.canConvertToLong()) {
        throw new UnreadableLineException("it has a number that is not whole, or too large");
      }
      return node.longValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.textValue();
  }
}
