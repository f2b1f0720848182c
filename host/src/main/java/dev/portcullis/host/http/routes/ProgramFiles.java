package dev.portcullis.host.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.host.http.json.Faults;
import dev.portcullis.host.http.json.ObjectReader;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.ProgramFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the files of a request: names that stay inside the workspace, and exact bytes. */
final class ProgramFiles {
  /** The most files of one request. */
  static final int MOST = 1_000;

  private static final int PATH_BYTES = 1_024;
  private static final int COMPONENT_BYTES = 255;

  private final Faults faults;
  private final Map<String, String> pointers = new LinkedHashMap<>();
  private final List<ProgramFile> files = new ArrayList<>();

  private ProgramFiles(Faults faults) {
    this.faults = faults;
  }

  static List<ProgramFile> read(ObjectReader request, Faults faults) {
    var reader = new ProgramFiles(faults);
    request.each("files", MOST, reader::file);
    reader.pointers.forEach(reader::requireNoFileAbove);
    return reader.files;
  }

  private void file(JsonNode node, String pointer) {
    Optional<ObjectReader> object = ObjectReader.of(node, pointer, faults);
    if (object.isEmpty()) {
      return;
    }
    ObjectReader file = object.get();
    Optional<String> path = file.requiredText("path");
    path.ifPresent(text -> path(text, file.at("path")));
    Bytes content = Content.fields(file, faults);
    boolean executable = file.flag("executable");
    file.finish();
    path.ifPresent(text -> files.add(new ProgramFile(text, content, executable)));
  }

  private void path(String path, String pointer) {
    Optional<String> fault = fault(path);
    if (fault.isPresent()) {
      faults.add(pointer, fault.get());
    } else if (pointers.putIfAbsent(path, pointer) != null) {
      faults.add(pointer, "names the same file as " + pointers.get(path));
    }
  }

  private static Optional<String> fault(String path) {
    if (path.isEmpty()) {
      return Optional.of("must not be empty");
    }
    if (path.indexOf('\0') >= 0) {
      return Optional.of("must not hold a NUL");
    }
    if (path.startsWith("/")) {
      return Optional.of("must be relative to the workspace");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES) {
      return Optional.of("must be at most " + PATH_BYTES + " bytes");
    }
    for (String component : path.split("/", -1)) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        return Optional.of("must not have an empty, `.` or `..` component");
      }
      if (component.getBytes(StandardCharsets.UTF_8).length > COMPONENT_BYTES) {
        return Optional.of("must have at most " + COMPONENT_BYTES + " bytes a component");
      }
    }
    return Optional.empty();
  }

  private void requireNoFileAbove(String path, String pointer) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      String folder = pointers.get(path.substring(0, slash));
      if (folder != null) {
        faults.add(pointer, "lies under the file of " + folder);
        return;
      }
    }
  }

  /** Bytes as {@code content} and {@code encoding}. */
  static final class Content {
    private Content() {}

    static Bytes fields(ObjectReader object, Faults faults) {
      Optional<String> content = object.requiredText("content");
      Optional<String> encoding = object.text("encoding");
      if (content.isEmpty()) {
        return Bytes.EMPTY;
      }
      return switch (encoding.orElse("utf-8")) {
        case "utf-8" -> Bytes.of(content.get().getBytes(StandardCharsets.UTF_8));
        case "base64" -> base64(content.get(), object.at("content"), faults);
        default -> {
          faults.add(object.at("encoding"), "must be `utf-8` or `base64`");
          yield Bytes.EMPTY;
        }
      };
    }

    /** RFC 4648 section 4, padded, its unused bits zero: one text for each sequence of bytes. */
    private static Bytes base64(String text, String pointer, Faults faults) {
      try {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (text.length() % 4 == 0 && endsCanonically(text, bytes)) {
          return Bytes.of(bytes);
        }
      } catch (IllegalArgumentException notBase64) {
        faults.add(pointer, "is not base64");
        return Bytes.EMPTY;
      }
      faults.add(pointer, "is not canonical base64: pad it with `=`, unused bits zero");
      return Bytes.EMPTY;
    }

    private static boolean endsCanonically(String text, byte[] bytes) {
      int tail = bytes.length % 3;
      if (tail == 0) {
        return true;
      }
      byte[] last = Arrays.copyOfRange(bytes, bytes.length - tail, bytes.length);
      return text.endsWith(Base64.getEncoder().encodeToString(last));
    }
  }
}
