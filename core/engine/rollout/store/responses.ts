import type { Database, Statement } from 'better-sqlite3'
import type { ResponseRow } from '../../../contract.ts'
import type { TaskId } from '../../../model/tasks.ts'
import { unpackBody } from './body.ts'
import type { StoredRun } from './runs.ts'
import { statement } from './statements.ts'

interface RawResponse {
  readonly position: number
  readonly sample_id: string
  readonly idx: number
  readonly truncated: number
  readonly tokens: number | null
  readonly prompt_tokens: number | null
  readonly cached_tokens: number | null
  readonly chars: number
  readonly endpoint: number
  readonly seconds: number
  readonly body: number
  readonly data_source: string
  readonly reward_type: string
}

const COLUMNS = `r.position, s.sample_id, r.idx, r.truncated, r.tokens, r.prompt_tokens, r.cached_tokens, r.chars,
  r.endpoint, r.seconds, r.body, s.data_source, s.reward_type`
const FROM = 'run_samples s JOIN rollouts r ON r.run_id = s.run_id AND r.position = s.position'

function row(run: StoredRun, raw: RawResponse, text: string | null): ResponseRow {
  return {
    run: run.name,
    sampleId: raw.sample_id,
    index: raw.idx,
    text,
    chars: raw.chars,
    finishReason: raw.truncated ? 'length' : 'stop',
    usage:
      raw.prompt_tokens === null || raw.tokens === null
        ? null
        : { promptTokens: raw.prompt_tokens, completionTokens: raw.tokens, cachedTokens: raw.cached_tokens },
    endpoint: run.endpoints[raw.endpoint],
    seconds: raw.seconds,
    dataSource: raw.data_source,
    rewardType: raw.reward_type,
  }
}

/** In index order, without texts. */
export function responsesOf(db: Database, run: StoredRun, sampleId: string): ResponseRow[] {
  return statement<[number, string], RawResponse>(
    db,
    `SELECT ${COLUMNS} FROM ${FROM} WHERE s.run_id = ? AND s.sample_id = ? ORDER BY r.idx`,
  )
    .all(run.id, sampleId)
    .map((raw) => row(run, raw, null))
}

/** One response with its text; null where it has not landed. */
export function responseOf(db: Database, run: StoredRun, sampleId: string, index: number): ResponseRow | null {
  const raw = statement<[number, string, number], RawResponse>(
    db,
    `SELECT ${COLUMNS} FROM ${FROM} WHERE s.run_id = ? AND s.sample_id = ? AND r.idx = ?`,
  ).get(run.id, sampleId, index)
  return raw ? row(run, raw, bodyText(db, raw.body)) : null
}

/** As `responseOf`, by the sample's place in the run. */
export function responseAt(db: Database, run: StoredRun, position: number, index: number): ResponseRow | null {
  const raw = statement<[number, number, number], RawResponse>(
    db,
    `SELECT ${COLUMNS} FROM ${FROM} WHERE s.run_id = ? AND s.position = ? AND r.idx = ?`,
  ).get(run.id, position, index)
  return raw ? row(run, raw, bodyText(db, raw.body)) : null
}

type TextRow = { readonly idx: number; readonly codec: number; readonly body: Buffer }

/** Kept for each database: a run of 22,965 groups asks as often, and preparing costs as much as reading a group. */
const textStatements = new WeakMap<Database, Statement<[number, string], TextRow>>()

function textStatement(db: Database): Statement<[number, string], TextRow> {
  let statement = textStatements.get(db)
  if (!statement) {
    statement = db.prepare<[number, string], TextRow>(
      `SELECT r.idx, b.codec, b.body FROM ${FROM} JOIN bodies b ON b.id = r.body
       WHERE s.run_id = ? AND s.sample_id = ? ORDER BY r.idx`,
    )
    textStatements.set(db, statement)
  }
  return statement
}

/** The texts of one sample's responses, in index order: what a scorer needs. */
export function textsOf(db: Database, run: StoredRun, sampleId: string): { index: number; text: string }[] {
  return textStatement(db)
    .all(run.id, sampleId)
    .map(({ idx, codec, body }) => ({ index: idx, text: unpackBody(codec, body) }))
}

function bodyText(db: Database, id: number): string {
  const stored = statement<[number], { codec: number; body: Buffer }>(
    db,
    'SELECT codec, body FROM bodies WHERE id = ?',
  ).get(id)
  if (!stored) throw new Error(`Body ${id} is missing`)
  return unpackBody(stored.codec, stored.body)
}

export interface RunSampleRow {
  readonly position: number
  readonly sampleId: string
  readonly dataSource: string
  readonly rewardType: string
  readonly task: TaskId | null
  readonly bytes: number
}

/** The samples of a run in its order, landed or not. */
export function samplesOf(db: Database, run: number): RunSampleRow[] {
  return db
    .prepare<[number], RunSampleRow>(
      `SELECT position, sample_id AS sampleId, data_source AS dataSource, reward_type AS rewardType, task, bytes
       FROM run_samples WHERE run_id = ? ORDER BY position`,
    )
    .all(run)
}

/** Every landed response of a run as columns, ordered by position, then index; -1 where tokens are unknown. */
export interface NarrowColumns {
  readonly positions: Int32Array
  readonly indices: Int32Array
  readonly tokens: Int32Array
  readonly chars: Int32Array
  readonly truncated: Uint8Array
}

/** One scan of the primary key; about a second for a million rows. */
export function narrowColumns(db: Database, run: number): NarrowColumns {
  const count = db.prepare<[number], number>('SELECT count(*) FROM rollouts WHERE run_id = ?').pluck().get(run) ?? 0
  const columns = {
    positions: new Int32Array(count),
    indices: new Int32Array(count),
    tokens: new Int32Array(count),
    chars: new Int32Array(count),
    truncated: new Uint8Array(count),
  }
  const rows = db
    .prepare<[number, number], [number, number, number | null, number, number]>(
      `SELECT position, idx, tokens, chars, truncated FROM rollouts WHERE run_id = ? ORDER BY position, idx LIMIT ?`,
    )
    .raw()
    .iterate(run, count)
  let i = 0
  for (const [position, index, tokens, chars, truncated] of rows) {
    columns.positions[i] = position
    columns.indices[i] = index
    columns.tokens[i] = tokens ?? -1
    columns.chars[i] = chars
    columns.truncated[i++] = truncated
  }
  return columns
}

/** Position and index of all that has landed. A row a group: a row a response costs several times as much to fetch. */
export function* landedPlaces(db: Database, run: number): Generator<readonly [number, number]> {
  const rows = db
    .prepare<[number], [number, string]>(
      'SELECT position, group_concat(idx) FROM rollouts WHERE run_id = ? GROUP BY position',
    )
    .raw()
    .all(run)
  for (const [position, indices] of rows) for (const index of indices.split(',')) yield [position, Number(index)]
}

/** Indices that have landed, by position. */
export function landedIndices(db: Database, run: number): Map<number, Set<number>> {
  const landed = new Map<number, Set<number>>()
  for (const [position, index] of landedPlaces(db, run)) {
    const set = landed.get(position)
    if (set) set.add(index)
    else landed.set(position, new Set([index]))
  }
  return landed
}

/** The highest attempt made for each response that has not landed: `position:idx` to attempt. */
export function lastAttempts(db: Database, run: number): Map<string, number> {
  const rows = db
    .prepare<[number], [number, number, number]>(
      'SELECT position, idx, max(attempt) FROM attempts WHERE run_id = ? GROUP BY position, idx',
    )
    .raw()
    .all(run)
  return new Map(rows.map(([position, index, attempt]) => [`${position}:${index}`, attempt]))
}

/** Hashes of the prompts already sent. */
export function promptHashes(db: Database, run: number): Map<number, Buffer> {
  const rows = db
    .prepare<[number], [number, Buffer]>(
      'SELECT position, prompt_hash FROM run_samples WHERE run_id = ? AND prompt_hash IS NOT NULL',
    )
    .raw()
    .all(run)
  return new Map(rows)
}
