/** Who gives rewards to rows: the built-ins, a user's file, and Python where mathematics asks for it. */

import { languageOf } from '../../engine/dataset/language.ts'
import { createMathPython } from '../../engine/score/math-python.ts'
import { scorerOf } from '../../engine/score/samples.ts'
import { userTrace } from '../../engine/score/trace.ts'
import { isRewardFile, openUserReward } from '../../engine/score/user-reward.ts'
import type { Reward, RewardOptions, TracedReward } from '../../model/reward.ts'
import type { Truth } from '../../model/sample.ts'
import { TASKS, taskOf } from '../../model/tasks.ts'
import { builtIn, builtInOf } from '../../rewards/index.ts'

/** What a reward is told about one response. */
export interface Judged {
  readonly response: string
  readonly finishReason: string | null
  readonly tokens: number | null
}

/** One truth, its gold made ready. */
export interface Judge {
  score(judged: Judged): Promise<Reward>
  trace(judged: Judged): Promise<TracedReward>
}

export interface Judges {
  of(truth: Truth, sampleId: string, rewardType: string): Judge
  close(): void
}

/**
 * @param reward null: the trainer's dispatch; a built-in's name; or the path of a .ts, .js or .py file
 * @throws {LongviewError} for an unknown name or a file that is no reward, before any row is read
 */
export async function openJudges(reward: string | null, options: RewardOptions): Promise<Judges> {
  if (reward !== null && isRewardFile(reward)) return userJudges(reward)
  if (reward !== null) builtIn(reward)
  return builtInJudges(reward, options)
}

function builtInJudges(reward: string | null, options: RewardOptions): Judges {
  const math = createMathPython()
  const asksPython = async (truth: Truth, { reason }: Reward): Promise<boolean> => {
    if (options.engine === 'native' || options.thread === 'pool') return false
    if ((reward ?? builtInOf(truth)) !== 'math-verify') return false
    if (options.engine === 'python') return !reason.startsWith('gate:')
    return reason === 'undecided' && (await math.available())
  }
  return {
    of(truth) {
      const scorer = scorerOf(truth, reward, options)
      const settled = async <Own extends Reward>(own: Own, response: string): Promise<Own> => {
        if (!(await asksPython(truth, own))) return own
        const [{ value, reason, detail }] = await math.score(truth, [response])
        return { ...own, value, reason, detail }
      }
      return {
        score: async ({ response }) => settled(scorer.score(response), response),
        trace: async ({ response }) => settled(scorer.trace(response), response),
      }
    },
    close: () => math.close(),
  }
}

async function userJudges(file: string): Promise<Judges> {
  const opened = await openUserReward(file)
  try {
    await opened.ready()
  } catch (error) {
    opened.close()
    throw error
  }
  return {
    of(truth, sampleId, rewardType) {
      const info = (truth.extraInfo ?? {}) as { question?: unknown; reward_mode?: unknown }
      const question = typeof info.question === 'string' ? info.question : ''
      const mode = typeof info.reward_mode === 'string' ? info.reward_mode : null
      const id = taskOf(truth.dataSource, mode)
      const task = TASKS.find((one) => one.id === id)?.label ?? ''
      const gold = Array.isArray(truth.groundTruth) ? truth.groundTruth.at(-1) : truth.groundTruth
      const language = languageOf((gold as { summary?: unknown } | null | undefined)?.summary, question)
      const sample = { id: sampleId, rewardType, task, question, language, truth }
      const call = async ({ response: text, finishReason, tokens }: Judged) =>
        (await opened.score(sample, [{ text, finishReason, tokens }]))[0]
      return {
        score: async (judged) => (await call(judged)).reward,
        trace: async (judged) => userTrace(await call(judged), truth, judged.response),
      }
    },
    close: () => opened.close(),
  }
}
