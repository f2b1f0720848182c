package dev.portcullis.host;

/** Which software this is. */
public final class Version {
  private Version() {}

  /** The version of the jar this runs from, or {@code development} outside one. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
