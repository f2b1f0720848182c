package dev.portcullis.host.governance;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Offers Python, which is also called {@code py}. */
enum Languages implements Offered {
  PYTHON;

  @Override
  public Optional<String> language(String word) {
    return word.equals("py") || word.equals("python") ? Optional.of("python") : Optional.empty();
  }

  @Override
  public Map<String, String> aliases() {
    return Map.of("py", "python");
  }

  @Override
  public List<String> languages() {
    return List.of("python");
  }
}
