-- Takes V2 back. What was toggled, temporary or history is gone; what stands stays.
DROP TABLE governor_temporary;
DROP TABLE governor_toggle;
DROP TABLE followed_policy_file;
DROP TABLE policy_activation;
ALTER TABLE policy DROP COLUMN stored_by;
ALTER TABLE policy DROP COLUMN stored_at;

PRAGMA user_version = 1;
