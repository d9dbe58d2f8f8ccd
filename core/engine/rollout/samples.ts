import type { Engine, SampleFilter } from '../../contract.ts'
import type { TaskId } from '../../model/tasks.ts'

/** The rollout's whole view of the dataset: whoever puts the engine together provides it. */
export type RolloutSamples = Pick<Engine, 'samples' | 'prompt'>

/** What a run keeps of a sample, so that it can be listed when the dataset is gone. */
export interface RunSample {
  readonly id: string
  readonly dataSource: string
  readonly rewardType: string
  readonly task: TaskId | null
  /** Of the stored prompt. */
  readonly bytes: number
}

const PAGE = 10_000

/** Every sample that the filter admits, in dataset order. */
export async function selectSamples(samples: RolloutSamples, filter: SampleFilter): Promise<RunSample[]> {
  const selected: RunSample[] = []
  for (;;) {
    const page = await samples.samples({ ...filter, order: 'number', offset: selected.length, limit: PAGE })
    for (const { id, dataSource, rewardType, task, bytes } of page.rows)
      selected.push({ id, dataSource, rewardType, task, bytes })
    if (page.rows.length === 0 || selected.length >= page.total) return selected
  }
}
