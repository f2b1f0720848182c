package dev.portcullis.host.cli;

import dev.portcullis.client.AuditLog;
import dev.portcullis.client.PortcullisClient;
import dev.portcullis.client.ProblemException;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.MalformedNoteException;
import dev.portcullis.host.audit.tlog.NoteKey;
import dev.portcullis.host.audit.verify.AuditVerifier;
import dev.portcullis.host.audit.verify.RemoteVerifier;
import dev.portcullis.host.audit.verify.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      paramLabel = "DIR|FILE|URL",
      description =
          "A journal's folder, one of its files, an exported one, or the address of a host;"
              + " otherwise the home's.")
  @Nullable String place;

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
  int run() throws Failure, ProblemException, IOException, InterruptedException {
    if (place != null && place.matches("https?://.*")) {
      return verifyRemote(place);
    }
    Path journal = place == null ? common.home().audit() : Path.of(place);
    if (!Files.exists(journal)) {
      throw new Failure(ExitCode.USAGE, "there is no journal at `" + journal + "`", "");
    }
    Optional<NoteKey> key = knownKey(journal);
    Verification found = AuditVerifier.verify(journal, anchors(journal), key);
    int code = say(journal.toString(), found);
    if (code == ExitCode.OK && key.isEmpty()) {
      terminal().err().println("  no checkpoint was checked: give the log's key with --key");
    }
    return code;
  }

  /** Fetches everything; the host's own word is taken for nothing but its key, if none is given. */
  private int verifyRemote(String address)
      throws Failure, ProblemException, IOException, InterruptedException {
    try (PortcullisClient client = common.clientOf(address)) {
      AuditLog log = client.auditLog();
      byte[] note =
          log.checkpoint()
              .orElseThrow(
                  () -> new Failure(ExitCode.FAILED, address + " has signed no checkpoint", ""));
      NoteKey trusted;
      Checkpoint signed;
      List<Checkpoint> anchors = new ArrayList<>();
      try {
        trusted = key == null ? askedKey(log, address) : given(key);
        signed = Checkpoint.open(note, trusted);
        for (Path file : checkpoints) {
          anchors.add(Checkpoint.open(Files.readAllBytes(file), trusted));
        }
      } catch (MalformedNoteException refused) {
        throw new Failure(ExitCode.FAILED, address + ": " + refused.getMessage(), "");
      }
      try (ProgressBar bar = new ProgressBar(terminal(), signed.size(), "records", 1)) {
        Verification found =
            new RemoteVerifier(path -> fetched(log, path), signed, bar::at).verify(anchors);
        return say(address, found);
      }
    }
  }

  private NoteKey askedKey(AuditLog log, String address)
      throws ProblemException, IOException, InterruptedException, MalformedNoteException {
    byte[] told = log.key().orElseThrow(() -> new IOException(address + " tells no key"));
    String text = new String(told, StandardCharsets.UTF_8).strip();
    terminal().err().println("  with the key that the host itself tells: " + text);
    return NoteKey.parse(text);
  }

  private static Optional<byte[]> fetched(AuditLog log, String path)
      throws IOException, InterruptedException {
    try {
      return log.tile(path);
    } catch (ProblemException refused) {
      throw new IOException(path + ": " + refused.getMessage(), refused);
    }
  }

  private int say(String what, Verification found) {
    common.print(document(found), () -> line(what + ": " + text(found)));
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

  /** The key that was given, or the one beside the journal; a lone file may have none. */
  private Optional<NoteKey> knownKey(Path journal) throws Failure, IOException {
    if (key == null && !Files.exists(journal.resolve("key.pub"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(key(journal));
    } catch (MalformedNoteException malformed) {
      throw new Failure(ExitCode.USAGE, "the key is none: " + malformed.getMessage(), "");
    }
  }

  private static NoteKey given(String key) throws IOException, MalformedNoteException {
    Path file = Path.of(key);
    return NoteKey.parse(Files.exists(file) ? Files.readString(file).strip() : key);
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
