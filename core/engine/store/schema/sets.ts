/** Named sets of samples: by id, so that a file may be indexed again. Samples that are gone stay named. */
export const SETS_SCHEMA = `
CREATE TABLE sample_sets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created TEXT NOT NULL               -- ISO 8601, UTC
);
CREATE TABLE sample_set_members (
  set_id INTEGER NOT NULL REFERENCES sample_sets(id) ON DELETE CASCADE,
  sample_id TEXT NOT NULL,
  PRIMARY KEY (set_id, sample_id)
) WITHOUT ROWID;
`
