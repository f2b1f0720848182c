package dev.portcullis.host.audit.line;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON object whose members this package names itself, in RFC 8785 order. Unlike a free map it is
 * never shortened by dropping members. What is empty is left out.
 */
final class Struct {
  private final TreeMap<String, Object> members = new TreeMap<>();

  Struct put(String name, Object value) {
    members.put(name, value);
    return this;
  }

  Struct put(String name, Optional<?> value) {
    value.ifPresent(present -> members.put(name, present));
    return this;
  }

  Struct put(String name, OptionalInt value) {
    value.ifPresent(present -> members.put(name, present));
    return this;
  }

  Struct putUnlessEmpty(String name, Collection<?> value) {
    if (!value.isEmpty()) {
      members.put(name, value);
    }
    return this;
  }

  Struct putUnlessEmpty(String name, Map<String, Object> value) {
    if (!value.isEmpty()) {
      members.put(name, value);
    }
    return this;
  }

  SortedMap<String, Object> members() {
    return members;
  }
}
