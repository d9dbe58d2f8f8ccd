/**
 * Where the gold answers stand in each prompt. Made from the samples alone, by the thread that reads their texts; a sample
 * without a row has not been read for it yet.
 */
export const EVIDENCE_SCHEMA = `
CREATE TABLE evidence (
  number INTEGER PRIMARY KEY REFERENCES samples(number) ON DELETE CASCADE,
  spans INTEGER NOT NULL,             -- places where a gold answer stands
  terms INTEGER NOT NULL,             -- gold answers looked for
  missing INTEGER NOT NULL,           -- of them nowhere in the prompt
  common INTEGER NOT NULL,            -- of them too common to point at anything
  places BLOB NOT NULL                -- uint16 little endian, start and end in turn, 65,535ths of the prompt
);
-- Prompts read before there was this table are read again.
UPDATE samples SET chars = NULL;
`
