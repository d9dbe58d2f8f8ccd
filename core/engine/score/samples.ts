import type { Database } from 'better-sqlite3'
import { LongviewError } from '../../model/errors.ts'
import type { RewardOptions } from '../../model/reward.ts'
import type { Truth } from '../../model/sample.ts'
import { prepare, prepareNamed } from '../../rewards/index.ts'
import type { Scorer } from '../../rewards/reward.ts'
import { rewardData } from '../reward-data.ts'
import { textsOf } from '../rollout/store/responses.ts'
import { findRun } from '../rollout/store/runs.ts'
import { reasonList, scoreGroup } from './group.ts'
import type { ScoreAnswer, ScoreTask } from './messages.ts'

/** Truths of the samples that are still in the index, by id. */
export type TruthsOf = (ids: readonly string[]) => Readonly<Record<string, Truth>>

/** The scorer of a sample: the trainer's dispatch, or the built-in that was asked for by name. */
export function scorerOf(truth: Truth, reward: string | null, options: RewardOptions): Scorer {
  return reward === null ? prepare(truth, options, rewardData()) : prepareNamed(reward, truth, options, rewardData())
}

/**
 * Scores every landed response of the task's samples.
 * @throws {LongviewError} not-found where the run or a sample's truth is gone
 */
export function scoreSamples(db: Database, truthsOf: TruthsOf, task: ScoreTask): ScoreAnswer {
  const run = findRun(db, task.run)
  if (!run) throw new LongviewError({ code: 'not-found', what: 'The run is gone.', value: task.run })
  const truths = truthsOf(task.sampleIds)
  const reasons = reasonList()
  const groups = task.sampleIds.map((id) => {
    const truth = truths[id]
    if (!truth) throw missingTruth(id)
    return scoreGroup(id, textsOf(db, run, id), scorerOf(truth, task.reward, task.options), reasons)
  })
  return { reasons: reasons.names, groups }
}

export function missingTruth(id: string): LongviewError {
  return new LongviewError({
    code: 'not-found',
    what: 'A sample of the run is no longer in the index, so its gold is not known.',
    value: id,
    remedy: 'Index its file again with `longview index FILE`; the responses are kept.',
  })
}
