-- Who brought each policy here and when; of those of older homes nobody knows.
ALTER TABLE policy ADD COLUMN stored_at TEXT NOT NULL DEFAULT '1970-01-01T00:00:00Z';
ALTER TABLE policy ADD COLUMN stored_by TEXT NOT NULL DEFAULT 'unknown';

-- Each time a policy was made to rule, under the version of the configuration that named it first.
CREATE TABLE policy_activation (
  config_version INTEGER NOT NULL PRIMARY KEY,
  policy_digest  TEXT    NOT NULL REFERENCES policy (digest),
  at             TEXT    NOT NULL,
  by             TEXT    NOT NULL
);

-- The content of policy.yaml that was last followed: only an edit makes it rule again.
CREATE TABLE followed_policy_file (
  one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  digest TEXT    NOT NULL
);

-- What stands; governor_config holds mode and thresholds that stand.
CREATE TABLE governor_toggle (
  kind  TEXT NOT NULL CHECK (kind IN ('rule', 'language', 'skill')),
  name  TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('shadow', 'disabled')),
  PRIMARY KEY (kind, name)
);

-- What is in force instead, until it expires; the name of a mode or of thresholds is empty.
CREATE TABLE governor_temporary (
  kind       TEXT NOT NULL CHECK (kind IN ('mode', 'thresholds', 'rule', 'language', 'skill')),
  name       TEXT NOT NULL,
  value      TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (kind, name)
);

PRAGMA user_version = 2;
