package dev.portcullis.host.audit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The journal as a C2SP tlog-tiles log: record {@code seq} is leaf {@code seq - 1}, its content the
 * record's line without the line feed. Hashes are base64, as in checkpoints.
 */
public interface TransparencyLog {
  /** The public key that checks the checkpoints, as C2SP signed-note writes it. */
  String key();

  /** The last signed checkpoint; empty before the first. */
  Optional<String> checkpoint();

  /** Number of the first record there still is; those before it were archived and removed. */
  long firstSeq() throws IOException;

  /** The line of a durable record, byte for byte; empty if it is not there. */
  Optional<byte[]> record(long seq) throws IOException;

  /** That a record is under the last checkpoint; empty if that does not cover it. */
  Optional<Inclusion> inclusion(long seq) throws IOException;

  /**
   * That the tree of the first {@code to} records begins with the tree of the first {@code from}.
   *
   * @param to absent for the last checkpoint's
   * @return empty if no checkpoint covers {@code to} records, or {@code from} is larger
   */
  Optional<Consistency> consistency(long from, OptionalLong to) throws IOException;

  /**
   * A tile or a bundle of entries under the last checkpoint.
   *
   * @param path such as {@code tile/0/x001/234.p/5} or {@code tile/entries/000}
   * @return empty if there is none, or it was removed
   */
  Optional<byte[]> tile(String path) throws IOException;

  /**
   * A proof by RFC 6962, section 2.1.1.
   *
   * @param size how many records the checkpoint covers
   * @param checkpoint the signed note
   */
  record Inclusion(
      long seq,
      String leafHash,
      long size,
      String rootHash,
      List<String> proof,
      String checkpoint) {
    public Inclusion {
      proof = List.copyOf(proof);
    }
  }

  /**
   * A proof by RFC 6962, section 2.1.2.
   *
   * @param checkpoint the last signed note; of the tree of {@code to} records, if {@code to} is its
   *     size
   */
  record Consistency(
      long from,
      String fromRootHash,
      long to,
      String toRootHash,
      List<String> proof,
      String checkpoint) {
    public Consistency {
      proof = List.copyOf(proof);
    }
  }
}
