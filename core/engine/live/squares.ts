/**
 * The squares of a run as a stream: where each response stands, from the session's board, and its reward where it has
 * one. What changed is gathered and told ten times a second at most, however many tokens come.
 */
import type { Database } from 'better-sqlite3'
import type { SquareEvent } from '../../contract.ts'
import { EQUAL, equalRewards, isLanded, rewardSquare, SQUARE } from '../../model/squares.ts'
import { TASKS } from '../../model/tasks.ts'
import type { Board } from '../rollout/board.ts'
import type { Session } from '../rollout/session.ts'
import { samplesOf } from '../rollout/store/responses.ts'
import type { StoredRun } from '../rollout/store/runs.ts'
import { type GroupRewards, groupOf, groupsOf, type RewardSet } from '../score/sets.ts'

const EVERY_MS = 100

export interface SquareSources {
  readonly db: Database
  readonly run: StoredRun
  readonly board: Board
  readonly session: Session | null
  /** Null: no rewards asked for, or none there yet. */
  rewardSet(): RewardSet | null
  /** Calls with the samples of this run whose rewards have changed; returns its own end. */
  onScored(listener: (sampleIds: readonly string[]) => void): () => void
  /** Resolves when all that has landed is scored. */
  settled(): Promise<void>
}

export async function* watchSquares(sources: SquareSources): AsyncGenerator<SquareEvent> {
  const { db, run, board, session } = sources
  const { n } = board
  const samples = samplesOf(db, run.id)
  const groupAt = new Map(samples.map(({ sampleId }, g) => [sampleId, g]))
  const dirty = new Set<number>()
  const rescored = new Set<number>()
  let wake = () => {}
  // Listening starts before the first look: what changes meanwhile is told again, never missed.
  const leave = [
    board.watch((at) => {
      dirty.add(at)
      wake()
    }),
    sources.onScored((sampleIds) => {
      for (const id of sampleIds) {
        const group = groupAt.get(id)
        if (group !== undefined) rescored.add(group)
      }
      wake()
    }),
  ]
  try {
    const first = sources.rewardSet()
    const rewards = new Map<number, Scored>()
    if (first) {
      for (const [id, group] of groupsOf(db, first.id)) {
        const g = groupAt.get(id)
        if (g !== undefined) rewards.set(g, scored(group, first, n))
      }
    }
    const codeAt = (at: number) => {
      const base = board.codes[at]
      return base === SQUARE.done ? (rewards.get(Math.floor(at / n))?.squares[at % n] ?? base) : base
    }
    const equalAt = (g: number) => {
      const own = rewards.get(g)
      if (!own) return EQUAL.no
      let over = 0
      for (let i = 0; i < n; i++) {
        const base = board.codes[g * n + i]
        if (base === SQUARE['given-up'] || own.squares[i] !== SQUARE.done) over++
      }
      return equalRewards(own.values, n, over)
    }
    yield {
      kind: 'all',
      n,
      sampleIds: samples.map(({ sampleId }) => sampleId),
      numbers: Int32Array.from(numbersOf(db, run.id)),
      tasks: Int8Array.from(samples, ({ task }) => TASKS.findIndex(({ id }) => id === task)),
      squares: Uint8Array.from(board.codes, (_, at) => codeAt(at)),
      equal: Uint8Array.from(samples, (_, g) => equalAt(g)),
    }
    const changes = (): SquareEvent | null => {
      if (dirty.size === 0 && rescored.size === 0) return null
      const set = rescored.size > 0 ? sources.rewardSet() : null
      for (const g of rescored) {
        const group = set && groupOf(db, set.id, samples[g].sampleId)
        if (!set || !group) continue
        rewards.set(g, scored(group, set, n))
        for (let i = 0; i < n; i++) dirty.add(g * n + i)
      }
      const at = Int32Array.from(dirty).sort()
      const groups = new Set<number>()
      for (const place of at)
        if (isLanded(board.codes[place]) || rewards.has(Math.floor(place / n))) groups.add(Math.floor(place / n))
      dirty.clear()
      rescored.clear()
      return {
        kind: 'changed',
        at,
        squares: Uint8Array.from(at, codeAt),
        groups: Int32Array.from(groups),
        equal: Uint8Array.from(groups, equalAt),
      }
    }
    while (session && !session.ended) {
      const change = changes()
      if (change) yield change
      await Promise.race([
        session.finished,
        new Promise<void>((resolve) => {
          wake = resolve
        }),
      ])
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
    // The last rewards come a little after the last response.
    await sources.settled()
    const last = changes()
    if (last) yield last
  } finally {
    for (const end of leave) end()
  }
}

/** The samples' numbers in the order of the run; 0 for those no longer in the index. */
function numbersOf(db: Database, run: number): number[] {
  return db
    .prepare<[number], number>(
      `SELECT coalesce(d.number, 0) FROM run_samples s LEFT JOIN samples d ON d.id = s.sample_id
       WHERE s.run_id = ? ORDER BY s.position`,
    )
    .pluck()
    .all(run)
}

interface Scored {
  /** By response index; `done` where it has no reward yet. */
  readonly squares: Uint8Array
  readonly values: readonly (number | null)[]
}

function scored(group: GroupRewards, set: RewardSet, n: number): Scored {
  const values = Array.from(group.rewards, (value, i) => (group.flags[i] ? value : null))
  const squares = new Uint8Array(n).fill(SQUARE.done)
  values.forEach((value, i) => {
    squares[group.indices[i]] = rewardSquare(value, set.reasons[group.reasons[i]])
  })
  return { squares, values }
}
