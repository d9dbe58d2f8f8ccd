import type { Database } from 'better-sqlite3'

/** One sample's responses: null is a response without a reward. */
export interface StoredGroup {
  readonly sampleId: string
  readonly rewards: readonly (number | null)[]
  /** Indices into the set's reasons. */
  readonly reasons: readonly number[]
  readonly promptTokens?: number
}

/** Writes a run with one reward set straight into the workspace, as the rollouts' writer and scoring would. */
export function storeRun(
  db: Database,
  name: string,
  sets: readonly {
    readonly key: string
    readonly reasons: readonly string[]
    readonly groups: readonly StoredGroup[]
  }[],
): void {
  const insertRun = db.prepare(
    `INSERT INTO runs (name, spec, identity, state, started, model, endpoints, samples, wanted)
       VALUES (?, '{}', '{}', 'done', '', 'm', '[]', ?, 0)`,
  )
  const { lastInsertRowid: run } = insertRun.run(name, sets[0].groups.length)
  sets[0].groups.forEach((group, position) => {
    db.prepare('INSERT INTO run_samples VALUES (?, ?, ?, ?, ?, NULL, 1, NULL)').run(
      run,
      position,
      group.sampleId,
      'EM',
      'EM',
    )
    group.rewards.forEach((_, idx) => {
      db.prepare(
        `INSERT INTO rollouts (run_id, position, idx, truncated, prompt_tokens, chars, endpoint, attempt, seconds, landed,
           body, reconstructed) VALUES (?, ?, ?, 0, ?, 1, 0, 1, 1, 0, 0, 0)`,
      ).run(run, position, idx, group.promptTokens ?? null)
    })
  })
  for (const { key, reasons, groups } of sets) {
    const { lastInsertRowid: set } = db
      .prepare(`INSERT INTO reward_sets (run_id, key, spec, reasons, created) VALUES (?, ?, '{}', ?, '')`)
      .run(run, key, JSON.stringify(reasons))
    for (const group of groups) {
      const { mean, sd } = plainMoments(group.rewards)
      const scored = group.rewards.filter((value) => value !== null).length
      const bytes = (array: Int32Array | Float64Array) => Buffer.from(array.buffer)
      db.prepare('INSERT INTO group_rewards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
        ...[set, group.sampleId, group.rewards.length, scored, mean, sd],
        ...[
          bytes(Int32Array.from(group.rewards, (_, i) => i)),
          bytes(Float64Array.from(group.rewards, (value) => value ?? 0)),
          Buffer.from(group.rewards.map((value) => (value === null ? 0 : 1))),
          Buffer.from(group.reasons),
        ],
      )
    }
  }
}

/** Mean and sample standard deviation of what is scored. */
export function plainMoments(rewards: readonly (number | null)[]): { mean: number | null; sd: number | null } {
  const scored = rewards.filter((value) => value !== null)
  if (scored.length === 0) return { mean: null, sd: null }
  const mean = scored.reduce((sum, value) => sum + value, 0) / scored.length
  if (scored.length === 1) return { mean, sd: null }
  return { mean, sd: Math.sqrt(scored.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (scored.length - 1)) }
}
