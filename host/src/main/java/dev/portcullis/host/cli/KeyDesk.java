package dev.portcullis.host.cli;

import dev.portcullis.client.ApiKey;
import dev.portcullis.client.NewKey;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import java.io.IOException;
import java.util.List;

/** Where keys are made and ended: the running host, or the home of one that does not run. */
sealed interface KeyDesk extends AutoCloseable permits KeyDesk.Remote, LocalKeyDesk {
  ApiKey create(NewKey key) throws Failure, ProblemException, IOException, InterruptedException;

  List<ApiKey> list() throws Failure, ProblemException, IOException, InterruptedException;

  ApiKey rotate(String id) throws Failure, ProblemException, IOException, InterruptedException;

  void revoke(String id) throws Failure, ProblemException, IOException, InterruptedException;

  @Override
  void close() throws IOException;

  /** The home's own, if no host has it; otherwise the running host's, by the admin's key. */
  static KeyDesk of(Common common) throws Failure, IOException {
    if (common.terminal().environment().containsKey("PORTCULLIS_URL")) {
      return new Remote(common.client());
    }
    var home = LocalHome.open(common.home());
    return home.isPresent() ? new LocalKeyDesk(home.get()) : new Remote(common.client());
  }

  /** The running host's. */
  record Remote(PortcullisClient client) implements KeyDesk {
    @Override
    public ApiKey create(NewKey key)
        throws Failure, ProblemException, IOException, InterruptedException {
      return asking(() -> client.createKey(key));
    }

    @Override
    public List<ApiKey> list() throws Failure, ProblemException, IOException, InterruptedException {
      return asking(() -> client.keys().items());
    }

    @Override
    public ApiKey rotate(String id)
        throws Failure, ProblemException, IOException, InterruptedException {
      return asking(() -> client.rotateKey(id));
    }

    @Override
    public void revoke(String id)
        throws Failure, ProblemException, IOException, InterruptedException {
      asking(
          () -> {
            client.revokeKey(id);
            return id;
          });
    }

    private interface Question<T> {
      T ask() throws ProblemException, IOException, InterruptedException;
    }

    private static <T> T asking(Question<T> question)
        throws Failure, ProblemException, IOException, InterruptedException {
      try {
        return question.ask();
      } catch (ProblemException refused) {
        if (refused.problem().status() == 401) {
          throw new Failure(
              ExitCode.DENIED,
              "the running host does not know the key of this command line",
              "stop the host, say this again, and start it: without a host the home itself is opened",
              refused);
        }
        throw refused;
      }
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
