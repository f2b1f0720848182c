package dev.portcullis.host.audit.checkpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** An address that gets each checkpoint as the body of a POST; the signature says who sent it. */
public final class WebhookDestination implements Destination, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .build();

  public WebhookDestination(URI address) {
    this.address = address;
  }

  @Override
  public String name() {
    // Without the query, in which others like to keep secrets.
    return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
  }

  @Override
  public void publish(SignedCheckpoint signed) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(BodyPublishers.ofString(signed.note()))
            .build();
    HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(name() + " answered " + answer.statusCode());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
