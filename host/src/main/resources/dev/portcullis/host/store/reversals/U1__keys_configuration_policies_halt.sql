-- Takes V1 back. What it held is gone.
DROP TABLE governor_config;
DROP TABLE halt;
DROP TABLE policy;
DROP TABLE api_key;

PRAGMA user_version = 0;
