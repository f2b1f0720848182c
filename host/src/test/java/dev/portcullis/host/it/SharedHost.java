package dev.portcullis.host.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test that asks for a {@link HostProcess} the same one, since a start is costly. It is
 * stopped after the last test, and what it leaves behind fails the run.
 */
final class SharedHost implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedHost.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HostProcess.class;
  }

  @Override
  public HostProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("host", _ -> Started.now(), Started.class)
        .host();
  }

  /** Closed by JUnit when everything has run. */
  private record Started(TestHome home, HostProcess host) implements AutoCloseable {
    static Started now() {
      try {
        TestHome home = TestHome.of(TestHome.ENABLED);
        return new Started(home, HostProcess.ready(home));
      } catch (Exception unstartable) {
        throw new AssertionError("the shared host does not start", unstartable);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        String instance = host.instanceId();
        int code = host.stop();
        assertThat(Engine.containersOf(instance)).as("containers left behind").isEmpty();
        assertThat(code).as("exit code after SIGTERM; log:\n%s", host.log()).isIn(0, 143);
        home.close();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while the host stops", ended);
      }
    }
  }
}
