package dev.portcullis.host;

import dev.portcullis.host.governance.Offered;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import java.util.List;
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
  public List<String> languages() {
    return catalog.offers().stream().map(offer -> offer.language().name()).distinct().toList();
  }
}
