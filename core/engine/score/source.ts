import type { Database } from 'better-sqlite3'
import type { RewardSpec } from '../../contract.ts'
import type { RewardOptions } from '../../model/reward.ts'
import type { Language } from '../../model/sample.ts'
import { TASKS } from '../../model/tasks.ts'
import { builtInOf } from '../../rewards/index.ts'
import { textsOf } from '../rollout/store/responses.ts'
import type { StoredRun } from '../rollout/store/runs.ts'
import { reasonList } from './group.ts'
import { givesWay, type MathPython } from './math-python.ts'
import type { ScorePool } from './pool.ts'
import { missingTruth, type TruthsOf } from './samples.ts'
import type { GroupRewards } from './sets.ts'
import { openUserReward, type UserCall, type UserReward, type UserSample } from './user-reward.ts'

/** Where rewards come from: batches of groups in, rewards out. */
export interface RewardSource {
  /** How many batches it takes at once. */
  readonly width: number
  /** @param signal aborted: what is not begun is dropped, and the promise may be rejected as cancelled */
  score(run: StoredRun, sampleIds: readonly string[], signal: AbortSignal): Promise<Scored>
  /** Ends its processes, those still starting too; nothing can be asked of it any more. */
  close(): void
}

export interface Scored {
  readonly reasons: readonly string[]
  readonly groups: readonly GroupRewards[]
}

/** The built-ins, in the pool's workers; what math-verify's native form leaves undecided goes to Python where it may. */
export function builtInSource(
  db: Database,
  truthsOf: TruthsOf,
  pool: ScorePool,
  math: MathPython,
  options: RewardSpec & RewardOptions,
): RewardSource {
  return {
    width: pool.size * 2,
    async score(run, sampleIds, signal) {
      const task = { kind: 'score', run: run.name, sampleIds, reward: options.reward ?? null, options } as const
      const answer = await pool.run(task, signal)
      if (!answer.reasons.some((reason) => givesWay(options, reason))) return answer
      if (options.engine === 'auto' && !(await math.available())) return answer
      return withPython(db, truthsOf, run, answer, math, options)
    },
    close() {},
  }
}

/** Replaces math rewards by Python's: all of them, or under `auto` the undecided ones. The gate's 0s stand. */
async function withPython(
  db: Database,
  truthsOf: TruthsOf,
  run: StoredRun,
  answer: Scored,
  math: MathPython,
  options: RewardSpec & RewardOptions,
): Promise<Scored> {
  const truths = truthsOf(answer.groups.map((group) => group.sampleId))
  const reasons = reasonList(answer.reasons)
  for (const group of answer.groups) {
    const truth = truths[group.sampleId]
    const name = options.reward ?? (truth && builtInOf(truth))
    if (!truth || name !== 'math-verify') continue
    const wanted = Array.from(group.reasons.keys()).filter((i) => givesWay(options, answer.reasons[group.reasons[i]]))
    if (wanted.length === 0) continue
    const texts = new Map(textsOf(db, run, group.sampleId).map(({ index, text }) => [index, text]))
    const rewards = await math.score(
      truth,
      wanted.map((i) => texts.get(group.indices[i]) ?? ''),
    )
    wanted.forEach((i, k) => {
      const { value, reason } = rewards[k]
      group.rewards[i] = value ?? 0
      group.flags[i] = value === null ? 0 : 1
      group.reasons[i] = reasons.indexOf(reason)
    })
  }
  return { reasons: reasons.names, groups: answer.groups }
}

/** A user's file: as many of its processes as cores, each with a group at a time. */
export async function userSource(db: Database, truthsOf: TruthsOf, file: string, width: number): Promise<RewardSource> {
  const open: UserReward[] = [await openUserReward(file)]
  const free: UserReward[] = [...open]
  let closed = false
  const taken = async () => {
    const known = free.pop()
    if (known) return known
    const made = await openUserReward(file)
    open.push(made)
    // Closed while it was being bundled: it must not start a process that nobody ends.
    if (closed) made.close()
    return made
  }
  return {
    width,
    async score(run, sampleIds) {
      const reward = await taken()
      try {
        const truths = truthsOf(sampleIds)
        const asked = sampleIds.map((id) => {
          const truth = truths[id]
          if (!truth) throw missingTruth(id)
          return { id, sample: { ...facts(db, id), truth }, ...callsOf(db, run, id) }
        })
        const answers = await reward.scoreAll(asked)
        const reasons = reasonList()
        const groups = asked.map(({ id, indices }, at): GroupRewards => {
          const rewards = answers[at].map((answer) => answer.reward)
          return {
            sampleId: id,
            indices: Int32Array.from(indices),
            rewards: Float64Array.from(rewards, ({ value }) => value ?? 0),
            flags: Uint8Array.from(rewards, ({ value }) => (value === null ? 0 : 1)),
            reasons: Uint8Array.from(rewards, ({ reason }) => reasons.indexOf(reason)),
          }
        })
        return { reasons: reasons.names, groups }
      } finally {
        free.push(reward)
      }
    },
    close() {
      closed = true
      for (const reward of open) reward.close()
    },
  }
}

/** A group's responses as a reward is called with them. */
export function callsOf(db: Database, run: StoredRun, sampleId: string): { indices: number[]; calls: UserCall[] } {
  const texts = textsOf(db, run, sampleId)
  const narrow = db
    .prepare<[number, string], { idx: number; truncated: number; tokens: number | null }>(
      `SELECT r.idx, r.truncated, r.tokens FROM run_samples s
       JOIN rollouts r ON r.run_id = s.run_id AND r.position = s.position
       WHERE s.run_id = ? AND s.sample_id = ? ORDER BY r.idx`,
    )
    .all(run.id, sampleId)
  const calls = texts.map(({ text }, i) => ({
    text,
    finishReason: narrow[i].truncated ? 'length' : 'stop',
    tokens: narrow[i].tokens,
  }))
  return { indices: texts.map(({ index }) => index), calls }
}

/** What a user's reward is told of a sample besides its truth. */
export function facts(db: Database, id: string): Omit<UserSample, 'truth'> {
  const row = db
    .prepare<[string], { reward_type: string; task: number | null; question: string; language: number }>(
      'SELECT reward_type, task, question, language FROM samples WHERE id = ?',
    )
    .get(id)
  if (!row) throw missingTruth(id)
  return {
    id,
    rewardType: row.reward_type,
    task: row.task === null ? '' : TASKS[row.task].label,
    question: row.question,
    language: (row.language === 1 ? 'Chinese' : 'English') satisfies Language,
  }
}
