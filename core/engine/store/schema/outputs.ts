/** Cell outputs by the hash of kind, parameters and inputs; the least recently used go when their sum grows too large. */
export const OUTPUTS_SCHEMA = `
CREATE TABLE outputs (
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  used INTEGER NOT NULL,          -- ms since 1970, of the last read
  body BLOB NOT NULL              -- zstd of JSON
) WITHOUT ROWID;
CREATE INDEX outputs_by_use ON outputs (used);
`
