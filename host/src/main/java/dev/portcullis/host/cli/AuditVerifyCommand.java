package dev.portcullis.host.cli;

import dev.portcullis.host.audit.AuditVerifier;
import dev.portcullis.host.audit.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Proves a journal, or names the first record that is not what was written; needs no host. */
@Command(
    name = "verify",
    description = "Verify the journal's chain, here or in copied files; needs no host.")
final class AuditVerifyCommand extends CliCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|FILE",
      description = "A journal's folder or one of its files; otherwise the home's.")
  @Nullable Path path;

  AuditVerifyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, IOException {
    Path journal = path == null ? common.home().audit() : path;
    if (!Files.exists(journal)) {
      throw new Failure(ExitCode.USAGE, "there is no journal at `" + journal + "`", "");
    }
    Verification found = AuditVerifier.verify(journal);
    common.print(document(found), () -> line(journal + ": " + text(found)));
    return switch (found) {
      case Verification.Intact _ -> ExitCode.OK;
      case Verification.Damaged _ -> ExitCode.FAILED;
    };
  }

  static String text(Verification found) {
    return switch (found) {
      case Verification.Intact intact when intact.records() == 0 -> "intact, no records";
      case Verification.Intact intact ->
          "intact, records "
              + intact.firstSeq()
              + " to "
              + intact.lastSeq()
              + ", the last one's hash is "
              + intact.lastHash();
      case Verification.Damaged damaged ->
          damaged.damage().text()
              + ": "
              + damaged.file()
              + ", byte "
              + damaged.offset()
              + ": "
              + damaged.detail();
    };
  }

  private static Map<String, Object> document(Verification found) {
    Map<String, Object> document = new LinkedHashMap<>();
    switch (found) {
      case Verification.Intact intact -> {
        document.put("intact", true);
        document.put("records", intact.records());
        document.put("first_seq", intact.firstSeq());
        document.put("last_seq", intact.lastSeq());
        document.put("last_hash", intact.lastHash());
      }
      case Verification.Damaged damaged -> {
        document.put("intact", false);
        document.put("damage", damaged.damage().text());
        document.put("seq", damaged.seq());
        document.put("file", damaged.file());
        document.put("offset", damaged.offset());
        document.put("detail", damaged.detail());
      }
    }
    return document;
  }
}
