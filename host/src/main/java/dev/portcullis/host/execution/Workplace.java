package dev.portcullis.host.execution;

import dev.portcullis.host.sandbox.Sandbox;
import org.jspecify.annotations.Nullable;

/** Where one execution works: a sandbox, once it has one. Closing it destroys that sandbox. */
final class Workplace implements AutoCloseable {
  private @Nullable Sandbox sandbox;

  /** Takes {@code sandbox} over, and hands it back to be worked in. */
  Sandbox of(Sandbox leased) {
    sandbox = leased;
    return leased;
  }

  @Override
  public void close() {
    if (sandbox != null) {
      sandbox.close();
    }
  }
}
