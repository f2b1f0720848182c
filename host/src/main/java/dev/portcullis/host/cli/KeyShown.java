package dev.portcullis.host.cli;

import dev.portcullis.client.ApiKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A new key on its way to the person who asked for it: on the screen, or in the home's file. */
record KeyShown(Common common) {
  void show(ApiKey key, boolean save) throws Failure, IOException {
    String text = key.key();
    if (text == null) {
      throw new IOException("the answer holds no key");
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", key.id());
    document.put("principal", key.principal());
    document.put("roles", key.roles());
    document.put("source", key.source());
    if (save) {
      new Credentials(HomeSetup.url(common.home()), text).write(common.home().credentials());
      document.put("saved", common.home().credentials().toString());
    } else {
      document.put("key", text);
    }
    common.print(
        document,
        () -> {
          common
              .terminal()
              .err()
              .println(
                  key.id()
                      + " of "
                      + key.principal()
                      + ", "
                      + String.join(" ", key.roles())
                      + ", source "
                      + key.source()
                      + (save
                          ? ", kept in " + common.home().credentials()
                          : "; it is not shown again"));
          if (!save) {
            common.terminal().out().println(text);
          }
        });
  }
}
