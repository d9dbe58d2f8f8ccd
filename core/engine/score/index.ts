import { performance } from 'node:perf_hooks'
import type { Engine, RewardSpec, SampleFilter, ScoreEvent, ScoreSpec } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { RewardOptions } from '../../model/reward.ts'
import { builtIn, builtInOf } from '../../rewards/index.ts'
import type { Rows } from '../dataset/fetch.ts'
import type { Runs } from '../rollout/index.ts'
import { responseOf, samplesOf } from '../rollout/store/responses.ts'
import { findRun, type StoredRun } from '../rollout/store/runs.ts'
import type { Workspace } from '../store/workspace.ts'
import { auditRun, evenly } from './audit.ts'
import { runColumns } from './columns.ts'
import { type Follower, followRuns } from './follow.ts'
import { reasonList } from './group.ts'
import { groupPage } from './groups.ts'
import { fullSpec, rewardKey } from './key.ts'
import { builtInLint, type LintSample, lintAll, userLint } from './lint.ts'
import { askPython, createMathPython, givesWay } from './math-python.ts'
import { inOrder } from './order.ts'
import { createPool } from './pool.ts'
import { missingTruth, scorerOf } from './samples.ts'
import { findSet, type GroupRewards, groupOf, groupsOf, type RewardSet, saveSet, setsOf } from './sets.ts'
import { builtInSource, callsOf, facts, type RewardSource, userSource } from './source.ts'
import { userTrace } from './trace.ts'
import { createTracer } from './tracer.ts'
import { hashReward, isRewardFile } from './user-reward.ts'

export type Scores = Pick<
  Engine,
  'score' | 'rewardsOf' | 'trace' | 'columns' | 'groups' | 'audit' | 'lint' | 'responseAlarms'
> & {
  /** The reward of each response of a sample, by index; empty where the run has no set of this key. */
  rewardsAt(
    run: string,
    sampleId: string,
    reward: string,
  ): ReadonlyMap<number, { value: number | null; reason: string }>
  /** Scores what lands of these runs from now on, until the engine closes. */
  follow(runs: Pick<Runs, 'onResponses'>): void
  /** Of what is scored as it lands; returns its own end. */
  onScored(listener: (run: string, sampleIds: readonly string[]) => void): () => void
  /** Resolves when nothing that has landed waits to be scored. */
  settled(): Promise<void>
  setOf(run: StoredRun, reward: string): RewardSet | null
  close(): Promise<void>
}

/** Samples a task holds: small enough for progress and a quick cancel, large enough to be worth a message. */
const BATCH = 32

/** Samples of a filter in their order, narrow. */
export type SelectSamples = (filter: SampleFilter) => Promise<readonly LintSample[]>

/** Scoring of stored runs: rewards are kept under the hash of what can change them. */
export function createScores(workspace: Workspace, rows: Rows, select: SelectSamples): Scores {
  const truthsOf = rows.truths
  const { db } = workspace
  const pool = createPool(workspace.dir)
  const math = createMathPython()
  const tracer = createTracer()
  let follower: Follower | null = null
  /** Of the scorings under way: closing the engine ends their processes. */
  const sources = new Set<{ close(): void }>()

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

  /** The source's hash is part of the key, so that an edited file is a reward of its own and going back is instant. */
  async function keyOf(spec: RewardSpec): Promise<string> {
    return rewardKey(spec, spec.reward !== undefined && isRewardFile(spec.reward) ? await hashReward(spec.reward) : '')
  }

  function sourceOf(spec: RewardSpec & RewardOptions): RewardSource | Promise<RewardSource> {
    if (spec.reward !== undefined && isRewardFile(spec.reward)) return userSource(db, truthsOf, spec.reward, pool.size)
    if (spec.reward !== undefined) builtIn(spec.reward) // an unknown name is an error before any work
    return builtInSource(db, truthsOf, pool, math, spec)
  }

  async function* score(spec: ScoreSpec): AsyncGenerator<ScoreEvent> {
    const started = performance.now()
    const run = need(spec.run)
    const options = fullSpec(spec)
    const key = await keyOf(spec)
    await follower?.settled() // else a batch that is under way would write beside this one
    const set = findSet(db, run.id, key)
    const { ids, kept, total } = toScore(run, set)
    const reasons = reasonList(set?.reasons)
    const groups = [...kept]
    let done = kept.reduce((sum, group) => sum + group.indices.length, 0)
    yield { kind: 'progress', done, total }

    const source = await sourceOf(options)
    sources.add(source)
    try {
      let told = performance.now()
      const ask = (sampleIds: readonly string[], signal: AbortSignal) => source.score(run, sampleIds, signal)
      for await (const answer of inOrder(ids, BATCH, source.width, ask)) {
        const mapped = answer?.reasons.map((reason) => reasons.indexOf(reason)) ?? []
        for (const group of answer?.groups ?? []) {
          for (let i = 0; i < group.reasons.length; i++) group.reasons[i] = mapped[group.reasons[i]]
          groups.push(group)
          done += group.indices.length
        }
        if (performance.now() - told > 100) {
          told = performance.now()
          yield { kind: 'progress', done, total }
        }
      }
    } finally {
      source.close()
      sources.delete(source)
    }
    if (ids.length > 0 || !set) saveSet(db, run.id, { key, spec: options, reasons: reasons.names }, groups)
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
      if (options.reward === undefined || !isRewardFile(options.reward)) {
        const native = scorerOf(truth, options.reward ?? null, options).trace(response.text)
        if ((options.reward ?? builtInOf(truth)) !== 'math-verify' || !givesWay(options, native.reason)) return native
        if (options.engine === 'auto' && !(await math.available())) return native
        return askPython(math, truth, response.text, native)
      }
      const { text } = response
      return tracer.with(options.reward, async (reward) => {
        const { indices, calls } = callsOf(db, stored, sampleId)
        const [answer] = await reward.score({ ...facts(db, sampleId), truth }, [calls[indices.indexOf(index)]])
        return userTrace(answer, truth, text)
      })
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
    async responseAlarms({ run, sampleId }) {
      return (await pool.run({ kind: 'alarms', run: need(run).name, sampleId })).alarms
    },
    async *audit(params) {
      if ('filter' in params) {
        const ids = (await select(params.filter)).map(({ id }) => id)
        return yield* auditRun(pool, null, ids)
      }
      const run = need(params.run)
      const ids = samplesOf(db, run.id).map(({ sampleId }) => sampleId)
      const groups = params.most === undefined ? ids.length : Math.max(1, Math.floor(params.most / run.spec.n))
      yield* auditRun(pool, run.name, evenly(ids, groups), ids.length)
    },
    async *lint({ filter, ...spec }) {
      const options = fullSpec(spec)
      const samples = await select(filter)
      if (options.reward === undefined || !isRewardFile(options.reward)) {
        if (options.reward !== undefined) builtIn(options.reward)
        return yield* lintAll(samples, pool.size * 2, builtInLint(pool, options.reward ?? null, options))
      }
      const linted = await userLint(options.reward, rows, (id) => facts(db, id))
      sources.add(linted)
      try {
        yield* lintAll(samples, 1, linted.ask)
      } finally {
        linted.close()
        sources.delete(linted)
      }
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
    follow(runs) {
      follower = followRuns(db, runs, pool)
    },
    onScored: (listener) => follower?.onScored(listener) ?? (() => {}),
    settled: async () => follower?.settled(),
    setOf: (run, reward) => findSet(db, run.id, reward),
    async close() {
      await follower?.close()
      for (const source of sources) source.close()
      tracer.close()
      math.close()
      await pool.close()
    },
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
