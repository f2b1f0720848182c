package dev.portcullis.host.audit.verify;

/** What verifying a journal came to. Switched over without {@code default}. */
public sealed interface Verification {
  /**
   * Every record is what was written, as far as the chain can tell: whether the end is missing only
   * a checkpoint kept elsewhere can.
   *
   * @param records how many there are; the other values mean nothing if there is none
   */
  record Intact(long records, long firstSeq, long lastSeq, String lastHash)
      implements Verification {}

  /**
   * Something is wrong; everything before it is intact.
   *
   * @param seq number of the first bad record, or of the one that should be there
   * @param file the file's name
   * @param offset where in the file the record begins, in bytes
   * @param detail for people
   */
  record Damaged(Damage damage, long seq, String file, long offset, String detail)
      implements Verification {}
}
