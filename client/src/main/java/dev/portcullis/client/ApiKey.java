package dev.portcullis.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as the host lists it; the key itself is never shown again.
 *
 * @param source the door its requests are counted under
 * @param key the key itself, only in the answer that made it
 */
public record ApiKey(
    String id,
    String principal,
    List<String> roles,
    String source,
    @Nullable String createdAt,
    @Nullable String revokedAt,
    @Nullable String key) {
  public ApiKey {
    roles = Wire.list(roles);
    source = Wire.text(source, "");
  }
}
