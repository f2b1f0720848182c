package dev.portcullis.host.governance;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a host offers by name and an operator can switch off. */
public interface Offered {
  /** The language that goes by this name or alias. */
  Optional<String> language(String word);

  /** The other names of languages, each with the name that rules see instead. */
  Map<String, String> aliases();

  /** Every language, by its own name. */
  List<String> languages();
}
