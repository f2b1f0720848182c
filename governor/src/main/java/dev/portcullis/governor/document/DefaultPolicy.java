package dev.portcullis.governor.document;

import dev.portcullis.governor.policy.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The policy of a new home, as it ships. */
public final class DefaultPolicy {
  private static final String RESOURCE = "default-policy.yaml";

  private DefaultPolicy() {}

  /** The document, comments and all, to be written where the operator edits it. */
  public static byte[] document() {
    try (InputStream resource = DefaultPolicy.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return resource.readAllBytes();
    } catch (IOException brokenJar) {
      throw new UncheckedIOException(brokenJar);
    }
  }

  /** What it says. */
  public static Policy policy() {
    try {
      return new PolicyReader().read(document());
    } catch (InvalidPolicyException shippedBroken) {
      throw new IllegalStateException(shippedBroken);
    }
  }
}
