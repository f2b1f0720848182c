package dev.portcullis.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of the stream of records, by hand. */
final class Follower implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader lines;
  private String data = "";

  Follower(OpenDoor door, String key, String path, String headers) throws Exception {
    socket = new Socket(InetAddress.getLoopbackAddress(), door.door.port());
    socket.setSoTimeout(20_000);
    send(socket, key, path, headers);
    lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).contains("200");
    // The first comment says that it is being followed.
    for (String line = lines.readLine(); !line.equals(":"); ) {
      line = lines.readLine();
    }
  }

  static void send(Socket socket, String key, String path, String headers) throws Exception {
    OutputStream out = socket.getOutputStream();
    out.write(
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + key
                + "\r\n"
                + headers
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** The id of the next event that has data. */
  String next() throws Exception {
    String id = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
        return id;
      } else if (line.equals("0")) {
        break; // The last chunk.
      }
    }
    throw new AssertionError("the stream ended");
  }

  /** The record of the last event. */
  String data() {
    return data;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
