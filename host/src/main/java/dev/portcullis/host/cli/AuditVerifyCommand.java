package dev.portcullis.host.cli;

import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.MalformedNoteException;
import dev.portcullis.host.audit.tlog.NoteKey;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves a journal, or names the first record that is not what was written; needs no host. */
@Command(
    name = "verify",
    description =
        "Verify the journal's chain and checkpoints, here or in copied files; needs no host.")
final class AuditVerifyCommand extends CliCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|FILE",
      description = "A journal's folder or one of its files; otherwise the home's.")
  @Nullable Path path;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "A checkpoint kept elsewhere, which the journal must extend; can be given repeatedly.")
  List<Path> checkpoints = List.of();

  @Option(
      names = "--key",
      paramLabel = "KEY|FILE",
      description =
          "The log's public key, or a file that holds it; otherwise the journal's own key.pub.")
  @Nullable String key;

  AuditVerifyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run() throws Failure, IOException {
    Path journal = path == null ? common.home().audit() : path;
    if (!Files.exists(journal)) {
      throw new Failure(ExitCode.USAGE, "there is no journal at `" + journal + "`", "");
    }
    Verification found = AuditVerifier.verify(journal, anchors(journal));
    common.print(document(found), () -> line(journal + ": " + text(found)));
    return switch (found) {
      case Verification.Intact _ -> ExitCode.OK;
      case Verification.Damaged _ -> ExitCode.FAILED;
    };
  }

  /** What the journal must extend: the checkpoints that were given, and the one beside it. */
  private List<Checkpoint> anchors(Path journal) throws Failure, IOException {
    List<Path> files = new ArrayList<>(checkpoints);
    Path own = journal.resolve("checkpoint");
    if (Files.exists(own)) {
      files.add(own);
    }
    List<Checkpoint> anchors = new ArrayList<>();
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new Failure(ExitCode.USAGE, "there is no checkpoint at `" + file + "`", "");
      }
      try {
        anchors.add(Checkpoint.open(Files.readAllBytes(file), key(journal)));
      } catch (MalformedNoteException refused) {
        throw new Failure(ExitCode.FAILED, file + ": " + refused.getMessage(), "");
      }
    }
    return anchors;
  }

  private NoteKey key(Path journal) throws Failure, IOException, MalformedNoteException {
    Path file = key == null ? journal.resolve("key.pub") : Path.of(key);
    if (Files.exists(file)) {
      return NoteKey.parse(Files.readString(file).strip());
    }
    if (key == null) {
      throw new Failure(
          ExitCode.USAGE, "there is no key to check the checkpoints with", "give it with --key");
    }
    return NoteKey.parse(key);
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
