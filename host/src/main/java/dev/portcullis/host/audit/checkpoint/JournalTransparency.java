package dev.portcullis.host.audit.checkpoint;

import dev.portcullis.host.audit.TransparencyLog;
import dev.portcullis.host.audit.journal.JournalReader;
import dev.portcullis.host.audit.tlog.Checkpoint;
import dev.portcullis.host.audit.tlog.Proofs;
import dev.portcullis.host.audit.tlog.Tile;
import dev.portcullis.host.audit.tlog.TreeHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a journal's last checkpoint covers, for whoever wants to check it. */
public final class JournalTransparency implements TransparencyLog {
  private static final String ENTRIES = "tile/entries/";
  private static final String LEAVES = "tile/0/";

  private final JournalReader journal;
  private final CheckpointLog log;

  public JournalTransparency(JournalReader journal, CheckpointLog log) {
    this.journal = journal;
    this.log = log;
  }

  @Override
  public String key() {
    return log.key().toString();
  }

  @Override
  public Optional<String> checkpoint() {
    return log.latest().map(SignedCheckpoint::note);
  }

  @Override
  public long firstSeq() throws IOException {
    return journal.firstSeq();
  }

  @Override
  public Optional<byte[]> record(long seq) throws IOException {
    return seq < 1 ? Optional.empty() : journal.line(seq);
  }

  @Override
  public Optional<Inclusion> inclusion(long seq) throws IOException {
    Optional<SignedCheckpoint> signed = log.latest();
    if (seq < 1 || signed.isEmpty() || signed.get().checkpoint().size() < seq) {
      return Optional.empty();
    }
    Checkpoint under = signed.get().checkpoint();
    return Optional.of(
        new Inclusion(
            seq,
            log.tiles().node(0, seq - 1).base64(),
            under.size(),
            under.root().base64(),
            base64(log.inclusionProof(seq, under.size())),
            signed.get().note()));
  }

  @Override
  public Optional<Consistency> consistency(long from, OptionalLong to) throws IOException {
    Optional<SignedCheckpoint> signed = log.latest();
    if (signed.isEmpty()) {
      return Optional.empty();
    }
    long size = signed.get().checkpoint().size();
    long end = to.orElse(size);
    if (from < 0 || from > end || end > size) {
      return Optional.empty();
    }
    return Optional.of(
        new Consistency(
            from,
            Proofs.root(log.tiles(), from).base64(),
            end,
            Proofs.root(log.tiles(), end).base64(),
            base64(log.consistencyProof(from, end)),
            signed.get().note()));
  }

  @Override
  public Optional<byte[]> tile(String path) throws IOException {
    boolean entries = path.startsWith(ENTRIES);
    Optional<Tile> asked =
        Tile.parse(entries ? LEAVES + path.substring(ENTRIES.length()) : path)
            .filter(tile -> tile.isIn(size()));
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    return entries ? bundle(asked.get()) : Optional.of(log.tiles().bytes(asked.get()));
  }

  private long size() {
    return log.latest().map(signed -> signed.checkpoint().size()).orElse(0L);
  }

  /** Each entry after its length in two bytes, the higher first. */
  private Optional<byte[]> bundle(Tile leaves) throws IOException {
    List<byte[]> lines = journal.lines(leaves.index() * Tile.FULL + 1, leaves.width());
    if (lines.size() < leaves.width()) {
      return Optional.empty();
    }
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      bundle.write(line.length >> 8);
      bundle.write(line.length & 0xff);
      bundle.write(line);
    }
    return Optional.of(bundle.toByteArray());
  }

  private static List<String> base64(List<TreeHash> hashes) {
    return hashes.stream().map(TreeHash::base64).toList();
  }
}
