-- The index of the journal. All of it can be made again from the journal, so that nothing here is ever migrated by
-- hand: what an older version wrote may as well be deleted.
--
-- Records are numbered by the journal. A chunk is the 65,536 records whose numbers share all but the lowest 16 bits, a
-- block the 4,096 that share all but the lowest 12. Whatever can be asked for is a term (a dimension and a value), and
-- which records of a chunk have a term is one bitmap: any filters together are an intersection of bitmaps.

CREATE TABLE audit_index (
  one       INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  format    INTEGER NOT NULL,   -- of the blobs below
  instance  TEXT    NOT NULL,   -- whose journal it is
  first_seq INTEGER NOT NULL,   -- 0 before the first record
  last_seq  INTEGER NOT NULL,
  last_hash TEXT    NOT NULL
);

CREATE TABLE audit_term (
  id        INTEGER NOT NULL PRIMARY KEY,
  dimension INTEGER NOT NULL,
  value     TEXT    NOT NULL,
  UNIQUE (dimension, value)
);

-- A Roaring bitmap of the lowest 16 bits of numbers.
CREATE TABLE audit_posting (
  term  INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  bits  BLOB    NOT NULL,
  PRIMARY KEY (term, chunk)
) WITHOUT ROWID;

-- How many records of a chunk have each term of a dimension.
CREATE TABLE audit_count (
  chunk     INTEGER NOT NULL,
  dimension INTEGER NOT NULL,
  counts    BLOB    NOT NULL,
  PRIMARY KEY (chunk, dimension)
) WITHOUT ROWID;

-- When a block's records were written, in milliseconds since 1970: clocks are set back at times.
CREATE TABLE audit_block (
  block    INTEGER NOT NULL PRIMARY KEY,
  earliest INTEGER NOT NULL,
  latest   INTEGER NOT NULL
);

CREATE TABLE audit_time (
  block INTEGER NOT NULL PRIMARY KEY,
  times BLOB    NOT NULL
);

-- Ids that few records share: digests of them with the numbers of their records.
CREATE TABLE audit_reference (
  bucket  INTEGER NOT NULL,
  chunk   INTEGER NOT NULL,
  digests BLOB    NOT NULL,
  PRIMARY KEY (bucket, chunk)
) WITHOUT ROWID;

-- The records themselves, compressed.
CREATE TABLE audit_line (
  seq  INTEGER NOT NULL PRIMARY KEY,
  line BLOB    NOT NULL
);

-- Hours since 1970.
CREATE TABLE audit_hour (
  hour    INTEGER NOT NULL PRIMARY KEY,
  records INTEGER NOT NULL,
  allowed INTEGER NOT NULL,
  warned  INTEGER NOT NULL,
  blocked INTEGER NOT NULL
);

PRAGMA user_version = 1;
