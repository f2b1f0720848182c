package dev.portcullis.host.sandbox.profile;

import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.Profile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The profiles that programs may run in, and the languages they offer. */
public final class ProfileCatalog {
  private final List<Profile> profiles;

  /** A language as one profile offers it. */
  public record Offer(Profile profile, Language language) {}

  /** In this order: a request that names no profile gets the first that has its language. */
  public ProfileCatalog(List<Profile> profiles) {
    this.profiles = List.copyOf(profiles);
  }

  /**
   * Reads {@code FOLDER/NAME/profile.yaml} of every profile in the lock.
   *
   * @throws InvalidProfileException if one is missing or not what it should be
   */
  public static ProfileCatalog read(Path folder, Path lock)
      throws IOException, InvalidProfileException {
    Map<String, LockedImage> images = images(lock);
    List<Profile> profiles = new ArrayList<>();
    for (Path file : files(folder)) {
      String text;
      try {
        text = Files.readString(file);
      } catch (MalformedInputException notUtf8) {
        throw new InvalidProfileException(file + ": it is not UTF-8", notUtf8);
      }
      Profile profile = new ProfileReader(file.toString(), images).read(text);
      Path directory = file.getParent();
      if (directory == null || !directory.endsWith(profile.name())) {
        throw new InvalidProfileException(
            file + ": `name` is `" + profile.name() + "`, and its folder is not");
      }
      profiles.add(profile);
    }
    return checked(profiles);
  }

  /** Reads the profiles that come with this program, those of them that the lock has. */
  public static ProfileCatalog bundled(Path lock) throws IOException, InvalidProfileException {
    Map<String, LockedImage> images = images(lock);
    List<Profile> profiles = new ArrayList<>();
    for (String name : images.keySet().stream().sorted().toList()) {
      String resource = "profiles/" + name + "/profile.yaml";
      try (var in = ProfileCatalog.class.getClassLoader().getResourceAsStream(resource)) {
        if (in == null) {
          throw new InvalidProfileException(
              lock + ": there is no profile `" + name + "` in this program");
        }
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        profiles.add(new ProfileReader(resource, images).read(text));
      }
    }
    return checked(profiles);
  }

  /** Every profile. */
  public List<Profile> profiles() {
    return profiles;
  }

  /** The profile of that name. */
  public Optional<Profile> profile(String name) {
    return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  /** Every language of every profile. */
  public List<Offer> offers() {
    return profiles.stream()
        .flatMap(
            profile -> profile.languages().stream().map(language -> new Offer(profile, language)))
        .toList();
  }

  /** The first profile that offers a language of that name or alias, whatever its case. */
  public Optional<Offer> find(String language) {
    return offers().stream().filter(offer -> isCalled(offer.language(), language)).findFirst();
  }

  /** The same, in one profile. */
  public Optional<Offer> find(String language, String profile) {
    return offers().stream()
        .filter(offer -> offer.profile().name().equals(profile))
        .filter(offer -> isCalled(offer.language(), language))
        .findFirst();
  }

  private static boolean isCalled(Language language, String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return language.name().equals(wanted) || language.aliases().contains(wanted);
  }

  private static Map<String, LockedImage> images(Path lock)
      throws IOException, InvalidProfileException {
    try {
      return LockedImage.read(lock);
    } catch (NoSuchFileException absent) {
      throw new InvalidProfileException(
          lock + ": there is no such file; build the profiles", absent);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Path file = entry.resolve("profile.yaml");
        if (Files.isRegularFile(file)) {
          files.add(file);
        }
      }
    }
    files.sort(null);
    return files;
  }

  private static ProfileCatalog checked(List<Profile> profiles) throws InvalidProfileException {
    for (Profile profile : profiles) {
      Set<String> names = new HashSet<>();
      for (Language language : profile.languages()) {
        List<String> all = new ArrayList<>(language.aliases());
        all.add(language.name());
        for (String name : all) {
          if (!names.add(name)) {
            throw new InvalidProfileException(
                "profile `" + profile.name() + "` has two languages called `" + name + "`");
          }
        }
      }
    }
    return new ProfileCatalog(profiles);
  }
}
