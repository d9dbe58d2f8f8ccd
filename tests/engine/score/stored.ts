/** Runs written straight into the tables: responses of one's own choice, without an endpoint. */
import type { Database } from 'better-sqlite3'
import { codePoints, packBody } from '../../../core/engine/rollout/store/body.ts'
import { createRun } from '../../../core/engine/rollout/store/runs.ts'
import { TASKS } from '../../../core/model/tasks.ts'

export interface StoredSample {
  readonly id: string
  readonly number: number
}

/** The samples of the workspace in their order. */
export function storedSamples(db: Database): StoredSample[] {
  return db.prepare<[], StoredSample>('SELECT id, number FROM samples ORDER BY number').all()
}

/**
 * Stores a finished run of n responses to every sample of the workspace.
 * @param share one body serves all responses of a sample whose text is the same
 */
export function storeRun(
  db: Database,
  name: string,
  n: number,
  textOf: (sample: StoredSample, index: number) => string,
  share = false,
): void {
  const rows = db
    .prepare<
      [],
      { id: string; number: number; task: number | null; bytes: number; data_source: string; reward_type: string }
    >('SELECT id, number, task, bytes, data_source, reward_type FROM samples ORDER BY number')
    .all()
  const samples = rows.map(({ id, task, bytes, data_source, reward_type }) => ({
    id,
    dataSource: data_source,
    rewardType: reward_type,
    task: task === null ? null : TASKS[task].id,
    bytes,
  }))
  const run = createRun(db, {
    name,
    spec: { n, run: name } as never,
    identity: { model: 'made' } as never,
    endpoints: ['demo:'],
    samples: samples as never,
  })
  const body = db.prepare('INSERT INTO bodies (codec, body) VALUES (?, ?)')
  const rollout = db.prepare(
    `INSERT INTO rollouts (run_id, position, idx, truncated, tokens, chars, endpoint, attempt, seconds, landed, body, reconstructed)
     VALUES (?, ?, ?, 0, 9, ?, 0, 1, 0.1, 0, ?, 0)`,
  )
  db.transaction(() => {
    rows.forEach((sample, position) => {
      const known = new Map<string, number | bigint>()
      for (let index = 0; index < n; index++) {
        const text = textOf(sample, index)
        let at = share ? known.get(text) : undefined
        if (at === undefined) {
          const packed = packBody(text)
          at = body.run(packed.codec, packed.body).lastInsertRowid
          known.set(text, at)
        }
        rollout.run(run.id, position, index, codePoints(text), at)
      }
    })
    db.prepare("UPDATE runs SET state = 'done', responses = ?, attempts = ? WHERE id = ?").run(
      ...[rows.length * n, rows.length * n, run.id],
    )
  })()
}
