package dev.portcullis.host.audit.checkpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An address that gets each checkpoint as the body of a POST; the signature says who sent it. */
public final class WebhookDestination implements Destination, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI address;
  private final Duration patience;
  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .build();

  public WebhookDestination(URI address) {
    this(address, PATIENCE);
  }

  WebhookDestination(URI address, Duration patience) {
    this.address = address;
    this.patience = patience;
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
            .timeout(patience)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(BodyPublishers.ofString(signed.note()))
            .build();
    HttpResponse<Void> answer = send(request);
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(name() + " answered " + answer.statusCode());
    }
  }

  /** The request's own timeout ends with the answer's headers; its body may never end. */
  private HttpResponse<Void> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> sent =
        client.sendAsync(request, BodyHandlers.discarding());
    try {
      return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("it has not answered after " + patience.toMillis() + " ms", late);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException broken
          ? broken
          : new IOException("it could not be asked: " + failed.getCause(), failed);
    } finally {
      sent.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
