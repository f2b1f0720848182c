package dev.portcullis.client;

import java.util.List;

/**
 * A language this host runs.
 *
 * @param aliases other names a request may use
 */
public record Language(String language, List<String> aliases, String version, String profile) {
  public Language {
    aliases = Wire.list(aliases);
    version = Wire.text(version, "");
    profile = Wire.text(profile, "");
  }
}
