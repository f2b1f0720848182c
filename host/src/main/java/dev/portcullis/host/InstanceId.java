package dev.portcullis.host;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.portcullis.host.config.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name by which this home's containers and records are known: made once, kept in the home. */
public final class InstanceId {
  private static final Pattern FORM = Pattern.compile("[0-9a-z]{26}");

  private InstanceId() {}

  /**
   * The home's name, made if it has none.
   *
   * @throws IOException if the file cannot be read or written, or holds something else
   */
  public static String of(Home home) throws IOException {
    Path file = home.instanceId();
    if (!Files.exists(file)) {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, UlidCreator.getUlid().toString().toLowerCase(Locale.ROOT) + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    String id = Files.readString(file).strip();
    if (!FORM.matcher(id).matches()) {
      throw new IOException(file + " does not hold 26 lower case letters and digits");
    }
    return id;
  }
}
