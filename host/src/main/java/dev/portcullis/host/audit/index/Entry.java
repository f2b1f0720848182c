package dev.portcullis.host.audit.index;

/**
 * One record in memory, before it is in the database.
 *
 * @param time in milliseconds since 1970
 * @param terms their ids
 * @param references digests of ids
 * @param line compressed
 */
// Never compared; one of many thousands, so nothing is copied.
@SuppressWarnings("ArrayRecordComponent")
record Entry(long seq, long time, int[] terms, long[] references, byte[] line) {
  boolean hasAnyTerm(int[] wanted) {
    for (int term : terms) {
      for (int one : wanted) {
        if (term == one) {
          return true;
        }
      }
    }
    return false;
  }

  boolean hasReference(long wanted) {
    for (long reference : references) {
      if (reference == wanted) {
        return true;
      }
    }
    return false;
  }
}
