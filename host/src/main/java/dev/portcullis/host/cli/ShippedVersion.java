package dev.portcullis.host.cli;

import dev.portcullis.host.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class ShippedVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"portcullis " + Version.current()};
  }
}
