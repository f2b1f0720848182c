package dev.portcullis.host.sandbox;

/** The fake keeps the contract that tests above it rely on. */
class FakeSandboxDriverTest extends SandboxDriverContract {
  private final FakeSandboxDriver driver = new FakeSandboxDriver();
  private final Profile profile = Samples.profile("fake", 1);

  @Override
  protected SandboxDriver driver() {
    return driver;
  }

  @Override
  protected Profile profile() {
    return profile;
  }

  @Override
  protected String printing(String line) {
    return "out " + line;
  }

  @Override
  protected String exiting(int code) {
    return "exit " + code;
  }

  @Override
  protected String sleeping() {
    return "out ready\nsleep 60000";
  }
}
