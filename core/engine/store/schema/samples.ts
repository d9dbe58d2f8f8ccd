/**
 * Datasets: a row of `files` is one reading of one file. Rows are staged under a new one in small transactions and
 * become visible at once when its state turns to live, so that a kill never leaves half a file.
 * Numbers stay narrow in `samples`; what scorers need stands apart in `truths`; prompts stay in the file, or in the
 * workspace's row store where the file itself cannot be read by offset.
 */
export const SAMPLES_SCHEMA = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value                               -- last_number: highest sample number ever shown, numbers are not used twice;
                                      -- samples_version, chars_version: raised by every change of them
) WITHOUT ROWID;
CREATE TABLE files (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: row stores on disk are named by it
  path TEXT NOT NULL,
  state INTEGER NOT NULL,             -- 0 staged, 1 live, 2 retired: superseded, kept for rows that have runs
  format TEXT NOT NULL,               -- jsonl, json, parquet, with .gz or .zst
  stored INTEGER NOT NULL,            -- 1: rows are read from the row store, 0: from the file itself
  bytes INTEGER NOT NULL,
  mtime REAL NOT NULL,                -- ms since 1970
  sampled TEXT NOT NULL,              -- sha256 over pieces of the file
  indexed TEXT NOT NULL               -- ISO 8601, UTC
);
CREATE UNIQUE INDEX files_live ON files (path) WHERE state = 1;
CREATE TABLE samples (
  number INTEGER PRIMARY KEY,
  id TEXT UNIQUE,                     -- null until its row has been hashed: until then nobody is shown the row
  file_id INTEGER NOT NULL REFERENCES files(id),
  line INTEGER NOT NULL,
  task INTEGER,                       -- index into TASKS; null for none
  language INTEGER NOT NULL,          -- 0 English, 1 Chinese
  bytes INTEGER NOT NULL,             -- of the prompt as stored
  chars INTEGER,                      -- code points of its messages; null until the text index has read it
  row_at INTEGER NOT NULL,            -- offset of the row in the file or the row store's text
  row_bytes INTEGER NOT NULL,
  prompt_at INTEGER NOT NULL,         -- offset of the prompt's value within the row
  data_source TEXT NOT NULL,
  reward_type TEXT NOT NULL,
  sub_task TEXT,
  ability TEXT,
  question TEXT NOT NULL
);
CREATE INDEX samples_by_file ON samples (file_id, row_at);
CREATE INDEX samples_unidentified ON samples (file_id) WHERE id IS NULL;
CREATE INDEX samples_unread ON samples (file_id, number) WHERE chars IS NULL AND id IS NOT NULL;
CREATE TABLE truths (
  number INTEGER PRIMARY KEY REFERENCES samples(number) ON DELETE CASCADE,
  reward_model TEXT NOT NULL,         -- JSON as stored
  extra_info TEXT                     -- JSON as stored; null where the row has none
);
CREATE TABLE set_aside (
  file_id INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  reason TEXT NOT NULL,
  value TEXT
);
CREATE INDEX set_aside_by_file ON set_aside (file_id, line);
CREATE TABLE blocks (                 -- of the row store: whole rows, zstd
  file_id INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE,
  text_at INTEGER NOT NULL,           -- offset in the text
  text_bytes INTEGER NOT NULL,
  at INTEGER NOT NULL,                -- offset in the store
  bytes INTEGER NOT NULL,
  PRIMARY KEY (file_id, text_at)
) WITHOUT ROWID;
`

/** Further columns of a row, those that Longview does not know, as JSON; null where the row has none. */
export const OTHERS_SCHEMA = `
ALTER TABLE truths ADD COLUMN others TEXT;
`
