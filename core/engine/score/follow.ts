import type { Database } from 'better-sqlite3'
import { errorParts } from '../../model/errors.ts'
import type { LandedRows, Runs } from '../rollout/index.ts'
import { findRun } from '../rollout/store/runs.ts'
import { reasonList } from './group.ts'
import { fullSpec, rewardKey } from './key.ts'
import type { ScorePool } from './pool.ts'
import { findSet, upsertGroups } from './sets.ts'

/** Groups scored at once, and how long landed responses are gathered first. */
const BATCH = 32
const EVERY_MS = 500

/** Scores responses as they land, under the trainer's own rewards: a run's statistics are there while it goes on. */
export interface Follower {
  /** Called after each batch with what has been scored; returns its own end. */
  onScored(listener: (run: string, sampleIds: readonly string[]) => void): () => void
  /** Resolves when nothing that has landed waits any more. */
  settled(): Promise<void>
  close(): Promise<void>
}

/**
 * The workers read what is durable, so a response may be scored one batch later than it landed, never before. Where
 * scoring fails (a full disk, a sample that is gone) the run goes on unscored and says so once; `score` then tells why.
 */
export function followRuns(db: Database, runs: Pick<Runs, 'onResponses'>, pool: ScorePool): Follower {
  const options = fullSpec({})
  const key = rewardKey({})
  const landed = new Map<string, Set<string>>()
  const failed = new Set<string>()
  const listeners = new Set<(run: string, sampleIds: readonly string[]) => void>()
  let timer: NodeJS.Timeout | null = null
  let work: Promise<void> = Promise.resolve()
  let closed = false

  async function scoreLanded(name: string, sampleIds: readonly string[]): Promise<void> {
    const run = findRun(db, name)
    if (!run) return
    for (let at = 0; at < sampleIds.length && !closed; at += BATCH) {
      const ids = sampleIds.slice(at, at + BATCH)
      const answer = await pool.run({ kind: 'score', run: name, sampleIds: ids, reward: null, options })
      const reasons = reasonList(findSet(db, run.id, key)?.reasons)
      const mapped = answer.reasons.map((reason) => reasons.indexOf(reason))
      for (const { reasons: own } of answer.groups) for (let i = 0; i < own.length; i++) own[i] = mapped[own[i]]
      upsertGroups(db, run.id, { key, spec: options, reasons: reasons.names }, answer.groups)
      for (const listener of listeners) listener(name, ids)
    }
  }

  async function pass(): Promise<void> {
    const waiting = [...landed]
    landed.clear()
    for (const [name, ids] of waiting) {
      if (closed || failed.has(name)) continue
      try {
        await scoreLanded(name, [...ids])
      } catch (error) {
        if (closed) return
        failed.add(name)
        process.emitWarning(`Responses of run ${name} are not scored as they land: ${errorParts(error).what}`)
      }
    }
  }

  const plan = () => {
    timer ??= setTimeout(() => {
      timer = null
      work = work.then(pass)
    }, EVERY_MS).unref()
  }

  const stop = runs.onResponses(({ run, rows }: LandedRows) => {
    const ids = landed.get(run) ?? new Set<string>()
    for (const { sampleId } of rows) ids.add(sampleId)
    landed.set(run, ids)
    plan()
  })

  return {
    onScored(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async settled() {
      if (timer) clearTimeout(timer)
      timer = null
      while (landed.size > 0) {
        work = work.then(pass)
        await work
      }
      await work
    },
    async close() {
      closed = true
      stop()
      if (timer) clearTimeout(timer)
      await work
    },
  }
}
