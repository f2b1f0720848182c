package dev.portcullis.host.http.routes;

import dev.portcullis.host.http.json.InvalidJsonException;
import dev.portcullis.host.http.json.StrictJson;
import java.nio.charset.StandardCharsets;

/** Reads requests nobody sent, so that the first caller does not pay for cold code. */
public final class Rehearsal {
  private static final byte[] REQUEST =
      """
      {"language": "python", "profile": "python", "code": "print(6 * 7)", "stdin": "", "args": ["a"],
       "env": {"LANG": "C.UTF-8"}, "files": [{"path": "data.csv", "content": "a,b\\n1,2\\n"}],
       "limits": {"wall_ms": 10000, "pids": 64}, "artifacts": ["*.png", "out/**"]}
      """
          .getBytes(StandardCharsets.UTF_8);

  private Rehearsal() {}

  /** Reads a request so many times. */
  public static void read(int times) {
    var json = new StrictJson(REQUEST.length);
    for (int i = 0; i < times; i++) {
      try {
        ExecutionRequestReader.read(json.read(REQUEST), false);
      } catch (InvalidJsonException bug) {
        throw new IllegalStateException("the rehearsed request is not valid", bug);
      }
    }
  }
}
