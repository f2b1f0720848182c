package dev.portcullis.host.governance;

import java.util.List;
import java.util.Optional;

/** What a host offers by name and an operator can switch off. */
public interface Offered {
  /** The language that goes by this name or alias. */
  Optional<String> language(String word);

  /** Every language, by its own name. */
  List<String> languages();
}
