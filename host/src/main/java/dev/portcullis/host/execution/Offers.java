package dev.portcullis.host.execution;

import dev.portcullis.governor.document.Suggestion;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import dev.portcullis.host.sandbox.profile.ProfileCatalog.Offer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a request names among the profiles, or says what it may have meant. */
final class Offers {
  private final ProfileCatalog catalog;

  Offers(ProfileCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The language in the profile asked for, or in the first that has it; else {@code errors} says
   * what was wrong.
   */
  Optional<Offer> find(String language, Optional<String> profile, List<FieldError> errors) {
    List<String> names = catalog.profiles().stream().map(Profile::name).toList();
    if (profile.isPresent() && !names.contains(profile.get())) {
      errors.add(unknown("/profile", "profile", profile.get(), names));
      return Optional.empty();
    }
    Optional<Offer> offer =
        profile.isPresent() ? catalog.find(language, profile.get()) : catalog.find(language);
    if (offer.isEmpty()) {
      errors.add(unknown("/language", "language", language, words(profile)));
    }
    return offer;
  }

  private List<String> words(Optional<String> profile) {
    return catalog.offers().stream()
        .filter(offer -> profile.isEmpty() || profile.get().equals(offer.profile().name()))
        .map(Offer::language)
        .flatMap(spoken -> Stream.concat(Stream.of(spoken.name()), spoken.aliases().stream()))
        .distinct()
        .toList();
  }

  private static FieldError unknown(String pointer, String what, String word, List<String> known) {
    return new FieldError(
        pointer,
        "there is no %s `%s`%s; there are: %s"
            .formatted(what, word, Suggestion.clause(word, known), String.join(", ", known)));
  }
}
