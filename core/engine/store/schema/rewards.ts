/** Rewards of a run under one key, a row a group: blobs keep the numbers narrow, mean and sd sort without reading them. */
export const REWARDS_SCHEMA = `
CREATE TABLE reward_sets (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  key TEXT NOT NULL,              -- hash of source and options
  spec TEXT NOT NULL,             -- RewardSpec as JSON
  reasons TEXT NOT NULL,          -- JSON list; blobs hold indices into it
  created TEXT NOT NULL,
  UNIQUE (run_id, key)
);
CREATE TABLE group_rewards (
  set_id INTEGER NOT NULL REFERENCES reward_sets(id) ON DELETE CASCADE,
  sample_id TEXT NOT NULL,
  count INTEGER NOT NULL,         -- responses, scored or not
  scored INTEGER NOT NULL,        -- of them with a number
  mean REAL,                      -- null when none is scored
  sd REAL,                        -- n - 1; null under two
  indices BLOB NOT NULL,          -- int32 response indices, ascending
  rewards BLOB NOT NULL,          -- float64, 0 where not scored
  flags BLOB NOT NULL,            -- uint8, 1 = scored
  reasons BLOB NOT NULL,          -- uint8 into reward_sets.reasons
  PRIMARY KEY (set_id, sample_id)
) WITHOUT ROWID;
CREATE INDEX group_rewards_by_mean ON group_rewards (set_id, mean);
`
