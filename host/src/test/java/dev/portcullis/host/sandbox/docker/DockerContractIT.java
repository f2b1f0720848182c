package dev.portcullis.host.sandbox.docker;

import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.SandboxDriver;
import dev.portcullis.host.sandbox.SandboxDriverContract;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The real driver keeps the contract that the fake keeps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerContractIT extends SandboxDriverContract {
  private final RealEngine engine = new RealEngine();

  @BeforeAll
  void connect() throws Exception {
    engine.connect();
  }

  @AfterAll
  void close() {
    engine.close();
  }

  @Override
  protected SandboxDriver driver() {
    return engine.driver();
  }

  @Override
  protected Profile profile() {
    ProfileCatalog.Offer python = engine.offer("python");
    return python.profile();
  }

  @Override
  protected String printing(String line) {
    return "print('" + line + "')";
  }

  @Override
  protected String exiting(int code) {
    return "import sys; sys.exit(" + code + ")";
  }

  @Override
  protected String sleeping() {
    return "import time; print('ready', flush=True); time.sleep(60)";
  }
}
