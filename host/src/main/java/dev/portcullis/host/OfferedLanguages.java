package dev.portcullis.host;

import dev.portcullis.host.governance.Offered;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The languages of the profiles, for those who switch them off. */
final class OfferedLanguages implements Offered {
  private final ProfileCatalog catalog;

  OfferedLanguages(ProfileCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Optional<String> language(String word) {
    return catalog.find(word).map(offer -> offer.language().name());
  }

  @Override
  public Map<String, String> aliases() {
    Map<String, String> aliases = new HashMap<>();
    for (ProfileCatalog.Offer offer : catalog.offers()) {
      offer.language().aliases().forEach(alias -> aliases.put(alias, offer.language().name()));
    }
    // What is one language's alias may be another's name, and then rules do see it.
    languages().forEach(aliases::remove);
    return aliases;
  }

  @Override
  public List<String> languages() {
    return catalog.offers().stream().map(offer -> offer.language().name()).distinct().toList();
  }
}
