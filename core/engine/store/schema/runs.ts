/**
 * Runs: narrow rows in the order of the run apart from bodies, so that 367,440 of them are read in one scan of a range.
 * A sample of a run is named by its `position` (its place in the run, from 0); run_samples leads back to its id.
 * An attempt is written `open` before its request leaves. When its answer is durable the open row goes and the rollout
 * stands in its place; what remains are failed and lost ones: runs.attempts = responses + failed + lost + open, always.
 */
export const RUNS_SCHEMA = `
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  spec TEXT NOT NULL,                 -- RolloutSpec as JSON; names the key's variable, never the key
  identity TEXT NOT NULL,             -- JSON: model, sampling, template: what resume compares, a field at a time
  state TEXT NOT NULL,                -- RunState
  error TEXT,                         -- ErrorParts as JSON, of the last session
  started TEXT NOT NULL,              -- ISO 8601, UTC
  ended TEXT,
  model TEXT NOT NULL,
  endpoints TEXT NOT NULL,            -- JSON list of URLs; rollouts.endpoint and attempts.endpoint are indices into it
  samples INTEGER NOT NULL,
  wanted INTEGER NOT NULL,            -- samples times n
  attempts INTEGER NOT NULL DEFAULT 0,
  responses INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,  -- attempts that ended in a fault
  lost INTEGER NOT NULL DEFAULT 0,    -- attempts whose answer never came: killed, cancelled
  given_up INTEGER NOT NULL DEFAULT 0, -- responses given up after their attempts
  bytes INTEGER NOT NULL DEFAULT 0,   -- of bodies, as stored
  prompt_tokens INTEGER NOT NULL DEFAULT 0,
  completion_tokens INTEGER NOT NULL DEFAULT 0,
  cached_tokens INTEGER,              -- null while no server has said
  cached_of INTEGER NOT NULL DEFAULT 0, -- prompt tokens of the answers that did say
  seconds REAL NOT NULL DEFAULT 0     -- under way, over all sessions
);
CREATE TABLE run_samples (
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  sample_id TEXT NOT NULL,
  data_source TEXT NOT NULL,
  reward_type TEXT NOT NULL,
  task TEXT,
  bytes INTEGER NOT NULL,             -- of the prompt
  prompt_hash BLOB,                   -- first 16 bytes of sha256 of the messages sent; null until first sent
  PRIMARY KEY (run_id, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX run_samples_by_id ON run_samples (run_id, sample_id);
CREATE TABLE rollouts (
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  idx INTEGER NOT NULL,               -- response index within its group, from 0
  truncated INTEGER NOT NULL,         -- finish_reason: 0 stop, 1 length
  tokens INTEGER,                     -- completion tokens as the server counted; null unknown
  prompt_tokens INTEGER,
  cached_tokens INTEGER,
  chars INTEGER NOT NULL,             -- code points
  endpoint INTEGER NOT NULL,
  attempt INTEGER NOT NULL,           -- from 1
  seconds REAL NOT NULL,              -- request sent to last byte
  first_token REAL,                   -- request sent to first text
  landed INTEGER NOT NULL,            -- ms since 1970
  body INTEGER NOT NULL,              -- bodies.id
  reconstructed INTEGER NOT NULL,     -- 1: the server split the thinking off
  prefill TEXT,
  matched_stop TEXT,                  -- JSON: token id or string
  weight_version TEXT,
  PRIMARY KEY (run_id, position, idx)
) WITHOUT ROWID;
CREATE TABLE bodies (
  id INTEGER PRIMARY KEY,
  codec INTEGER NOT NULL,             -- 0 UTF-8, 1 zstd of UTF-8, 2 zstd of UTF-16LE (text with lone surrogates)
  body BLOB NOT NULL
);
CREATE TABLE attempts (
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  attempt INTEGER NOT NULL,           -- from 1, over all sessions
  state TEXT NOT NULL,                -- open, failed, lost
  endpoint INTEGER NOT NULL,
  started INTEGER NOT NULL,           -- ms since 1970
  error TEXT,                         -- ErrorParts as JSON
  PRIMARY KEY (run_id, position, idx, attempt)
) WITHOUT ROWID;
CREATE TABLE given_up (
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  error TEXT NOT NULL,                -- ErrorParts as JSON: why; asked again by the next resume
  PRIMARY KEY (run_id, position, idx)
) WITHOUT ROWID;
`
