package dev.portcullis.host.http.routes;

import java.nio.charset.StandardCharsets;

/** The {@code Content-Disposition} (RFC 6266) of a file whose name a sandbox chose. */
final class Attachment {
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

  private Attachment() {}

  static String header(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    StringBuilder plain = new StringBuilder();
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (PLAIN.indexOf(c) >= 0) {
        plain.append(c);
        encoded.append(c);
      } else {
        plain.append('_');
        encoded.append('%').append(String.format("%02X", (int) c));
      }
    }
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
  }
}
