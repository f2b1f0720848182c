-- Times are RFC 3339 UTC with milliseconds, as text.

CREATE TABLE api_key (
  id         TEXT NOT NULL PRIMARY KEY,
  principal  TEXT NOT NULL,
  roles      TEXT NOT NULL,                 -- separated by one space, sorted
  source     TEXT NOT NULL CHECK (source IN ('api', 'cli')),
  sha256     TEXT NOT NULL UNIQUE,          -- of the key's text, which is stored nowhere
  created_at TEXT NOT NULL,
  expires_at TEXT,
  revoked_at TEXT
);

-- At most one row each: what rules now.
CREATE TABLE governor_config (
  one            INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  config_version INTEGER NOT NULL,
  mode           TEXT    NOT NULL,
  warn           INTEGER NOT NULL,
  block          INTEGER NOT NULL,
  policy_digest  TEXT    NOT NULL REFERENCES policy (digest)
);

CREATE TABLE halt (
  one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  by     TEXT NOT NULL,
  reason TEXT NOT NULL,
  since  TEXT NOT NULL
);

-- A document never changes under its digest.
CREATE TABLE policy (
  digest   TEXT NOT NULL PRIMARY KEY,
  document BLOB NOT NULL
);

-- Each migration says the version it leads to, so that a start finds the schema current with one read.
PRAGMA user_version = 1;
