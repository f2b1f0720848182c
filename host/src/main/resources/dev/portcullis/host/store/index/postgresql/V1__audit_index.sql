-- The index of the journal. All of it can be made again from the journal, so that nothing here is ever migrated by
-- hand: what an older version wrote may as well be deleted.
--
-- Records are numbered by the journal. A chunk is the 65,536 records whose numbers share all but the lowest 16 bits, a
-- block the 4,096 that share all but the lowest 12. Whatever can be asked for is a term (a dimension and a value), and
-- which records of a chunk have a term is one bitmap: any filters together are an intersection of bitmaps.

CREATE TABLE audit_index (
  one       BIGINT  NOT NULL PRIMARY KEY CHECK (one = 1),
  format    BIGINT  NOT NULL,   -- of the blobs below
  instance  TEXT    NOT NULL,   -- whose journal it is
  first_seq BIGINT  NOT NULL,   -- 0 before the first record
  last_seq  BIGINT  NOT NULL,
  last_hash TEXT    NOT NULL
);

CREATE TABLE audit_term (
  id        BIGINT  NOT NULL PRIMARY KEY,
  dimension BIGINT  NOT NULL,
  value     TEXT COLLATE "C" NOT NULL,
  UNIQUE (dimension, value)
);

-- A Roaring bitmap of the lowest 16 bits of numbers.
CREATE TABLE audit_posting (
  term  BIGINT  NOT NULL,
  chunk BIGINT  NOT NULL,
  bits  BYTEA   NOT NULL,
  PRIMARY KEY (term, chunk)
);

-- How many records of a chunk have each term of a dimension.
CREATE TABLE audit_count (
  chunk     BIGINT  NOT NULL,
  dimension BIGINT  NOT NULL,
  counts    BYTEA   NOT NULL,
  PRIMARY KEY (chunk, dimension)
);

-- When a block's records were written, in milliseconds since 1970: clocks are set back at times.
CREATE TABLE audit_block (
  block    BIGINT  NOT NULL PRIMARY KEY,
  earliest BIGINT  NOT NULL,
  latest   BIGINT  NOT NULL
);

CREATE TABLE audit_time (
  block BIGINT  NOT NULL PRIMARY KEY,
  times BYTEA   NOT NULL
);

-- Ids that few records share: digests of them with the numbers of their records.
CREATE TABLE audit_reference (
  bucket  BIGINT  NOT NULL,
  chunk   BIGINT  NOT NULL,
  digests BYTEA   NOT NULL,
  PRIMARY KEY (bucket, chunk)
);

-- The records themselves, compressed.
CREATE TABLE audit_line (
  seq  BIGINT  NOT NULL PRIMARY KEY,
  line BYTEA   NOT NULL
);

-- Hours since 1970.
CREATE TABLE audit_hour (
  hour    BIGINT  NOT NULL PRIMARY KEY,
  records BIGINT  NOT NULL,
  allowed BIGINT  NOT NULL,
  warned  BIGINT  NOT NULL,
  blocked BIGINT  NOT NULL
);

