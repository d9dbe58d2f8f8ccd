import type { Database } from 'better-sqlite3'
import { LongviewError } from '../../model/errors.ts'
import { unpackBody } from '../rollout/store/body.ts'
import { findRun } from '../rollout/store/runs.ts'
import { numberColumn, type RowColumn, type RowTable, textColumn } from './tables.ts'

interface SampleFacts {
  readonly position: number
  readonly sampleId: string
  readonly number: number | null
  readonly task: string | null
  readonly rewardType: string
  readonly dataSource: string
  readonly bytes: number
}

type Narrow = readonly [
  position: number,
  index: number,
  truncated: number,
  tokens: number | null,
  promptTokens: number | null,
  chars: number,
  endpoint: number,
  seconds: number,
]

/** Characters of responses that are handed to code: beyond it they would not fit its memory. */
export const MOST_TEXT = 128_000_000

/**
 * A run's responses as rows, in the order of `columns` (by sample, then index); with `texts` the responses themselves.
 * @throws {LongviewError} not-found; usage where the texts are too much
 */
export function responseTable(db: Database, name: string, run: string, texts: boolean): RowTable {
  const stored = findRun(db, run)
  if (!stored) throw new LongviewError({ code: 'not-found', what: 'The run is gone.', value: run })
  const facts = db
    .prepare<[number], SampleFacts>(
      `SELECT s.position, s.sample_id AS sampleId, d.number, s.task, s.reward_type AS rewardType,
         s.data_source AS dataSource, s.bytes
       FROM run_samples s LEFT JOIN samples d ON d.id = s.sample_id WHERE s.run_id = ? ORDER BY s.position`,
    )
    .all(stored.id)
  const at = new Map(facts.map((fact) => [fact.position, fact]))
  const rows = db
    .prepare<[number], Narrow>(
      `SELECT position, idx, truncated, tokens, prompt_tokens, chars, endpoint, seconds
       FROM rollouts WHERE run_id = ? ORDER BY position, idx`,
    )
    .raw()
    .all(stored.id)
  const n = rows.length
  const sample = (i: number) => at.get(rows[i][0]) as SampleFacts
  const columns: RowColumn[] = [
    textColumn('sample_id', n, (i) => sample(i).sampleId),
    numberColumn('number', 'int', n, (i) => sample(i).number),
    textColumn('task', n, (i) => sample(i).task),
    textColumn('reward_type', n, (i) => sample(i).rewardType),
    textColumn('data_source', n, (i) => sample(i).dataSource),
    numberColumn('prompt_bytes', 'int', n, (i) => sample(i).bytes),
    numberColumn('index', 'int', n, (i) => rows[i][1]),
    numberColumn('prompt_tokens', 'int', n, (i) => rows[i][4]),
    numberColumn('tokens', 'int', n, (i) => rows[i][3]),
    numberColumn('chars', 'int', n, (i) => rows[i][5]),
    textColumn('finish_reason', n, (i) => (rows[i][2] ? 'length' : 'stop')),
    textColumn('endpoint', n, (i) => stored.endpoints[rows[i][6]] ?? null),
    numberColumn('seconds', 'float', n, (i) => rows[i][7]),
  ]
  if (texts)
    columns.push(
      textsColumn(
        db,
        stored.id,
        n,
        rows.reduce((sum, row) => sum + row[5], 0),
      ),
    )
  return { name, rows: n, columns }
}

function textsColumn(db: Database, run: number, rows: number, chars: number): RowColumn {
  if (chars > MOST_TEXT) {
    throw new LongviewError({
      code: 'usage',
      what: 'The responses are too long to be handed to code all at once.',
      value: `${chars.toLocaleString('en-US')} characters; at most ${MOST_TEXT.toLocaleString('en-US')}`,
      remedy: 'Roll out fewer samples, or set texts to false: lengths, tokens and rewards are there without them.',
    })
  }
  const bodies = db
    .prepare<[number], { codec: number; body: Buffer }>(
      `SELECT b.codec, b.body FROM rollouts r JOIN bodies b ON b.id = r.body WHERE r.run_id = ?
       ORDER BY r.position, r.idx`,
    )
    .iterate(run)
  const words = Array.from(bodies, ({ codec, body }) => unpackBody(codec, body))
  return { name: 'response', type: 'text', codes: Int32Array.from({ length: rows }, (_, i) => i), words }
}
