package dev.portcullis.host.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.profile.ProfileCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerDriverIT {
  private ProfileCatalog.Offer python;
  private DockerDriver driver;

  @BeforeAll
  void connect() throws Exception {
    ProfileCatalog catalog = RealEngine.catalog();
    python = catalog.find("python").orElseThrow();
    driver = new DockerDriver(RealEngine.config(), catalog.profiles());
  }

  @AfterAll
  void close() {
    driver.close();
  }

  @Test
  void run_program_givesItsOutput() throws Exception {
    try (Sandbox sandbox = driver.create(RealEngine.spec(python))) {
      RealEngine.Ran ran = RealEngine.run(sandbox, RealEngine.program(python, "print(6 * 7)"));
      assertThat(ran.stderr()).isEmpty();
      assertThat(ran.stdout()).isEqualTo("42\n");
      assertThat(ran.outcome().exit()).isEqualTo(new Exit.Exited(0));
    }
  }
}
