import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../core/model/reward.ts'
import { overviewOf } from '../../core/model/start.ts'
import { TASKS, taskOf } from '../../core/model/tasks.ts'
import { prepare } from '../../core/rewards/index.ts'
import { idOf, type RecordedResponse, type SampleRow } from './rows.ts'

/** What the start screen says of the samples before anything has run: the rewards of the recorded responses, by task. */
export function startText(
  samples: readonly { readonly row: SampleRow }[],
  responses: readonly RecordedResponse[],
): string {
  const rewards = new Map<string, (number | null)[]>()
  const bySample = Map.groupBy(responses, (response) => response.sample_id)
  for (const { row } of samples) {
    const truth = { dataSource: row.data_source, groundTruth: row.reward_model.ground_truth, extraInfo: row.extra_info }
    const scorer = prepare(truth, DEFAULT_REWARD_OPTIONS, rewardData())
    const task = taskOf(row.data_source, row.extra_info.reward_mode)
    if (!task) continue
    const own = (bySample.get(idOf(row)) ?? []).map((response) => scorer.score(response.response).value)
    rewards.set(task, [...(rewards.get(task) ?? []), ...own])
  }
  const tasks = TASKS.filter(({ id }) => rewards.has(id)).map(({ id }) => overviewOf(id, rewards.get(id) ?? []))
  return `${JSON.stringify({ samples: samples.length, responses: responses.length, tasks })}\n`
}
