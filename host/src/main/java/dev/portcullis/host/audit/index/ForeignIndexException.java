package dev.portcullis.host.audit.index;

/** The database holds the index of another host's journal, and is left as it is. */
public final class ForeignIndexException extends Exception {
  private static final long serialVersionUID = 1L;

  ForeignIndexException(String where, String instance) {
    super(
        where
            + " holds the index of another journal, that of instance "
            + instance
            + ": give this host a database of its own, or take it over with"
            + " `portcullis audit reindex --replace`");
  }
}
