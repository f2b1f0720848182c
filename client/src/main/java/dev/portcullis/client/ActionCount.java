package dev.portcullis.client;

/** How many audit records have an action. */
public record ActionCount(String action, long records) {
  public ActionCount {
    action = Wire.text(action, "");
  }
}
