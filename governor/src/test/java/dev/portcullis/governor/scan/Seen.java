package dev.portcullis.governor.scan;

import dev.portcullis.governor.facts.Call;
import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Import;
import dev.portcullis.governor.facts.Indicator;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Scans a text and shows what was seen in a form that is easily compared. */
final class Seen {
  private Seen() {}

  static CodeFacts scan(String language, String code) {
    return CodeScanner.scan(language, code.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code id@line}, in the order of the lines. */
  static List<String> signs(String language, String code) {
    return scan(language, code).indicators().stream().map(i -> i.id() + "@" + i.line()).toList();
  }

  /** The ids alone. */
  static List<String> ids(String language, String code) {
    return scan(language, code).indicators().stream().map(Indicator::id).toList();
  }

  static List<String> imports(String language, String code) {
    return scan(language, code).imports().stream().map(Import::name).toList();
  }

  static List<String> calls(String language, String code) {
    return scan(language, code).calls().stream().map(Call::name).toList();
  }
}
