package dev.portcullis.host.cli;

import dev.portcullis.client.Report;

/** Makes the doctor's checks. */
final class Finding {
  private Finding() {}

  static Report.Check pass(String name, String detail) {
    return new Report.Check(name, "pass", detail, "");
  }

  static Report.Check warn(String name, String detail, String remedy) {
    return new Report.Check(name, "warn", detail, remedy);
  }

  static Report.Check fail(String name, String detail, String remedy) {
    return new Report.Check(name, "fail", detail, remedy);
  }
}
