package dev.portcullis.host.audit.tlog;

import java.util.regex.Pattern;

/**
 * A log's statement of what its first {@code size} records are, by C2SP tlog-checkpoint.
 *
 * @param origin the log's name
 * @param size how many records
 * @param root of the Merkle tree over them
 */
public record Checkpoint(String origin, long size, TreeHash root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9]\\d{0,17}");

  public Checkpoint {
    if (origin.isEmpty() || origin.indexOf('\n') >= 0 || size < 0) {
      throw new IllegalArgumentException("no checkpoint: " + origin + ", " + size);
    }
  }

  /**
   * Reads a signed checkpoint, which names the key's name as its origin.
   *
   * @throws MalformedNoteException if it is none, or {@code key} did not sign it
   */
  public static Checkpoint open(byte[] note, NoteKey key) throws MalformedNoteException {
    String[] lines = SignedNote.open(note, key).split("\n", -1);
    // The text ends with a line feed, so an empty string follows its last line.
    if (lines.length < 4 || !SIZE.matcher(lines[1]).matches()) {
      throw new MalformedNoteException("not a checkpoint");
    }
    for (int i = 0; i < lines.length - 1; i++) {
      if (lines[i].isEmpty()) {
        throw new MalformedNoteException("not a checkpoint: it has an empty line");
      }
    }
    if (!lines[0].equals(key.name())) {
      throw new MalformedNoteException("a checkpoint of another log: `" + lines[0] + "`");
    }
    byte[] root = NoteKey.decode(lines[2]);
    if (root.length != TreeHash.BYTES) {
      throw new MalformedNoteException("not a checkpoint: its root is no SHA-256");
    }
    return new Checkpoint(lines[0], Long.parseLong(lines[1]), TreeHash.of(root));
  }

  /** The note that says this, signed. */
  public String sign(NoteSigner signer) {
    return signer.sign(origin + "\n" + size + "\n" + root.base64() + "\n");
  }
}
