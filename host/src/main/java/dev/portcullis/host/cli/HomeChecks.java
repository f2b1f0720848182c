package dev.portcullis.host.cli;

import dev.portcullis.client.Report;
import dev.portcullis.governor.document.InvalidPolicyException;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Verification;
import dev.portcullis.host.config.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the doctor looks at in the home itself: permissions, policy, disk, the journal's end. */
record HomeChecks(Home home) {
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final long LITTLE = 5L << 30;
  private static final long TOO_LITTLE = 1L << 30;

  List<Report.Check> all() {
    List<Report.Check> checks = new ArrayList<>();
    checks.add(permissions());
    if (Files.isDirectory(home.root())) {
      checks.add(policy());
      checks.add(disk());
      checks.add(journal());
    }
    return checks;
  }

  private Report.Check permissions() {
    String name = "home";
    if (!Files.isDirectory(home.root())) {
      return Finding.fail(
          name, "there is no home at " + home.root(), "portcullis up, or portcullis init");
    }
    List<String> open = new ArrayList<>();
    for (Path file : new Path[] {home.root(), home.credentials(), home.agentCredentials()}) {
      try {
        if (Files.exists(file)
            && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
          open.add(file.toString());
        }
      } catch (IOException unreadable) {
        return Finding.fail(
            name, file + " cannot be looked at: " + unreadable, "run this as the home's owner");
      }
    }
    // Everything else in the home is closed by the home itself.
    return open.isEmpty()
        ? Finding.pass(name, home.root() + ", readable by its owner alone")
        : Finding.fail(
            name,
            "others may use " + String.join(", ", open),
            "chmod go-rwx " + String.join(" ", open));
  }

  private Report.Check policy() {
    String name = "policy_file";
    if (!Files.exists(home.policy())) {
      return Finding.warn(
          name, "there is no " + home.policy(), "portcullis init writes the one that ships");
    }
    try {
      var policy = new PolicyReader().read(Files.readAllBytes(home.policy()));
      return Finding.pass(
          name, policy.rules().size() + " rules, " + policy.tests().size() + " tests pass");
    } catch (InvalidPolicyException invalid) {
      return Finding.fail(
          name,
          invalid.problems().getFirst().toString(),
          "portcullis policy check " + home.policy() + " names every mistake");
    } catch (IOException unreadable) {
      return Finding.fail(name, home.policy() + ": " + unreadable, "make it readable");
    }
  }

  private Report.Check disk() {
    String name = "disk";
    try {
      long free = Files.getFileStore(home.root()).getUsableSpace();
      String detail = (free >> 20) + " MiB free under " + home.root();
      String remedy = "free some: where the journal cannot be written nothing runs";
      if (free < TOO_LITTLE) {
        return Finding.fail(name, detail, remedy);
      }
      return free < LITTLE ? Finding.warn(name, detail, remedy) : Finding.pass(name, detail);
    } catch (IOException unknown) {
      return Finding.warn(name, "the free space is not known: " + unknown, "look with df");
    }
  }

  private Report.Check journal() {
    String name = "journal";
    try (Stream<Path> files =
        Files.isDirectory(home.audit()) ? Files.list(home.audit()) : Stream.empty()) {
      List<Path> segments =
          files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
      if (segments.isEmpty()) {
        return Finding.pass(name, "no records yet");
      }
      Verification last = AuditVerifier.verify(segments.getLast());
      return switch (last) {
        case Verification.Intact _ ->
            Finding.pass(name, "the last segment: " + AuditVerifyCommand.text(last));
        case Verification.Damaged _ ->
            Finding.fail(
                name,
                AuditVerifyCommand.text(last),
                "keep a copy of " + home.audit() + ", then portcullis audit verify");
      };
    } catch (IOException unreadable) {
      return Finding.fail(name, "the journal cannot be read: " + unreadable, "make it readable");
    }
  }
}
