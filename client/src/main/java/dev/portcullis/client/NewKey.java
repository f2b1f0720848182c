package dev.portcullis.client;

import java.util.List;

/** A key to make. */
public record NewKey(String principal, List<String> roles, String source) {
  public NewKey {
    roles = List.copyOf(roles);
  }
}
