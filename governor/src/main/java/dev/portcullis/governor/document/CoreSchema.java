package dev.portcullis.governor.document;

import java.util.regex.Pattern;

/** Tells what an unquoted scalar is, by the core schema of YAML 1.2.2, section 10.3.2. */
enum CoreSchema {
  TEXT("text"),
  NULL("nothing"),
  BOOLEAN("true or false"),
  NUMBER("a number");

  private static final Pattern NULLS = Pattern.compile("null|Null|NULL|~|");
  private static final Pattern BOOLEANS = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern NUMBERS =
      Pattern.compile(
          "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
              + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private final String description;

  CoreSchema(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  static CoreSchema typeOf(YamlNode.Scalar scalar) {
    if (!scalar.plain()) {
      return TEXT;
    }
    if (NULLS.matcher(scalar.text()).matches()) {
      return NULL;
    }
    if (BOOLEANS.matcher(scalar.text()).matches()) {
      return BOOLEAN;
    }
    return NUMBERS.matcher(scalar.text()).matches() ? NUMBER : TEXT;
  }
}
