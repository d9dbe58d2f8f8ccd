import { performance } from 'node:perf_hooks'
import type { Engine, ScoreEvent, ScoreSpec } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { responseOf, samplesOf } from '../rollout/store/responses.ts'
import { findRun, type StoredRun } from '../rollout/store/runs.ts'
import type { Workspace } from '../store/workspace.ts'
import { runColumns } from './columns.ts'
import { reasonList } from './group.ts'
import { groupPage } from './groups.ts'
import { fullSpec, rewardKey } from './key.ts'
import { createPool } from './pool.ts'
import { missingTruth, scorerOf, type TruthsOf } from './samples.ts'
import { findSet, type GroupRewards, groupOf, groupsOf, type RewardSet, saveSet, setsOf } from './sets.ts'

export type Scores = Pick<Engine, 'score' | 'rewardsOf' | 'trace' | 'columns' | 'groups'> & {
  /** The reward of each response of a sample, by index; empty where the run has no set of this key. */
  rewardsAt(
    run: string,
    sampleId: string,
    reward: string,
  ): ReadonlyMap<number, { value: number | null; reason: string }>
  close(): Promise<void>
}

/** Samples a task holds: small enough for progress and a quick cancel, large enough to be worth a message. */
const BATCH = 32

/** Scoring of stored runs: rewards are kept under the hash of what can change them. */
export function createScores(workspace: Workspace, truthsOf: TruthsOf): Scores {
  const { db } = workspace
  const pool = createPool(workspace.dir)

  function need(name: string): StoredRun {
    const run = findRun(db, name)
    if (run) return run
    const known = db.prepare<[], string>('SELECT name FROM runs ORDER BY id DESC LIMIT 20').pluck().all()
    throw new LongviewError({
      code: 'not-found',
      what: 'There is no run of this name.',
      value: name,
      remedy: known.length > 0 ? `Runs: ${known.join(', ')}.` : 'No run is stored yet: `longview rollout` makes one.',
    })
  }

  function needSet(run: StoredRun, key: string): RewardSet {
    const set = findSet(db, run.id, key)
    if (set) return set
    throw new LongviewError({
      code: 'not-found',
      what: 'The run has no rewards under this key.',
      where: `run ${run.name}`,
      value: key,
      remedy: `Score it: \`longview score --run ${run.name}\`.`,
    })
  }

  /** Groups whose responses are all scored already are kept: a resumed run pays only for what is new. */
  function toScore(run: StoredRun, set: RewardSet | null): { ids: string[]; kept: GroupRewards[]; total: number } {
    const counts = db
      .prepare<[number], [number, number]>('SELECT position, count(*) FROM rollouts WHERE run_id = ? GROUP BY position')
      .raw()
      .all(run.id)
    const landed = new Map(counts)
    const known = set ? groupsOf(db, set.id) : new Map<string, GroupRewards>()
    const ids: string[] = []
    const kept: GroupRewards[] = []
    let total = 0
    for (const { position, sampleId } of samplesOf(db, run.id)) {
      const count = landed.get(position) ?? 0
      const group = known.get(sampleId)
      total += count
      if (group && group.indices.length === count) kept.push(group)
      else if (count > 0) ids.push(sampleId)
    }
    return { ids, kept, total }
  }

  async function* score(spec: ScoreSpec): AsyncGenerator<ScoreEvent> {
    const started = performance.now()
    const run = need(spec.run)
    const options = fullSpec(spec)
    const key = rewardKey(spec)
    const set = findSet(db, run.id, key)
    const { ids, kept, total } = toScore(run, set)
    const reasons = reasonList(set?.reasons)
    const groups = [...kept]
    let done = kept.reduce((sum, group) => sum + group.indices.length, 0)
    yield { kind: 'progress', done, total }

    const tasks: string[][] = []
    for (let i = 0; i < ids.length; i += BATCH) tasks.push(ids.slice(i, i + BATCH))
    // A few tasks wait at the workers; leaving the stream drops the rest.
    const under: Promise<void>[] = []
    const add = (sampleIds: string[]) => {
      const ran = pool.run({ run: run.name, sampleIds, reward: options.reward ?? null, options }).then((answer) => {
        const mapped = answer.reasons.map((reason) => reasons.indexOf(reason))
        for (const group of answer.groups) {
          for (let i = 0; i < group.reasons.length; i++) group.reasons[i] = mapped[group.reasons[i]]
          groups.push(group)
          done += group.indices.length
        }
      })
      ran.catch(() => {}) // awaited below, in order
      under.push(ran)
    }
    let told = performance.now()
    while (tasks.length > 0 || under.length > 0) {
      while (tasks.length > 0 && under.length < pool.size * 2) add(tasks.shift() as string[])
      await under.shift()
      if (performance.now() - told > 100) {
        told = performance.now()
        yield { kind: 'progress', done, total }
      }
    }
    if (ids.length > 0 || !set) {
      const { reward, mode, engine, thread, recursionLimit } = options
      const stored = { ...(reward !== undefined && { reward }), mode, engine, thread, recursionLimit }
      saveSet(db, run.id, { key, spec: stored, reasons: reasons.names }, groups)
    }
    yield { kind: 'end', reward: key, ...tally(groups, reasons.names), seconds: (performance.now() - started) / 1000 }
  }

  return {
    score,
    async rewardsOf({ run }) {
      return setsOf(db, need(run).id).map(({ key, spec }) => ({ reward: key, spec, mode: spec.mode ?? 'reference' }))
    },
    async trace({ run, sampleId, index, ...spec }) {
      const stored = need(run)
      const response = responseOf(db, stored, sampleId, index)
      if (response?.text == null) {
        throw new LongviewError({
          code: 'not-found',
          what: 'This response has not landed.',
          where: `run ${run}, sample ${sampleId}`,
          value: String(index),
        })
      }
      const truth = truthsOf([sampleId])[sampleId]
      if (!truth) throw missingTruth(sampleId)
      const options = fullSpec(spec)
      return scorerOf(truth, options.reward ?? null, options).trace(response.text)
    },
    async columns({ run, reward }) {
      const stored = need(run)
      const number = db.prepare<[string], number>('SELECT number FROM samples WHERE id = ?').pluck()
      return runColumns(db, stored, needSet(stored, reward), (ids) => Int32Array.from(ids, (id) => number.get(id) ?? 0))
    },
    async groups(query) {
      const run = need(query.run)
      return groupPage(db, run, findSet(db, run.id, query.reward), query)
    },
    rewardsAt(name, sampleId, key) {
      const set = findSet(db, need(name).id, key)
      const group = set && groupOf(db, set.id, sampleId)
      if (!set || !group) return new Map()
      const entries = Array.from(group.indices, (index, i) => {
        const value = group.flags[i] ? group.rewards[i] : null
        return [index, { value, reason: set.reasons[group.reasons[i]] }] as const
      })
      return new Map(entries)
    },
    close: () => pool.close(),
  }
}

function tally(groups: readonly GroupRewards[], names: readonly string[]) {
  const reasons: Record<string, number> = {}
  let scored = 0
  let unscorable = 0
  let errors = 0
  for (const group of groups) {
    for (let i = 0; i < group.reasons.length; i++) {
      const name = names[group.reasons[i]]
      reasons[name] = (reasons[name] ?? 0) + 1
      if (group.flags[i]) scored++
      else unscorable++
      if (name.startsWith('error:')) errors++
    }
  }
  return { scored, unscorable, errors, reasons }
}
