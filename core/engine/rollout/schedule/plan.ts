import type { RolloutSpec } from '../../../contract.ts'
import type { RunSample } from '../samples.ts'
import type { QueueGroup } from './queue.ts'

/** Part `index` (from 1) of `of`: every of-th sample in dataset order, so that the parts are disjoint and whole. */
export function shardOf(samples: readonly RunSample[], shard: RolloutSpec['shard']): readonly RunSample[] {
  return shard ? samples.filter((_, position) => position % shard.of === shard.index - 1) : samples
}

/** What is still wanted, in the order in which it shall begin. */
export function planGroups(
  samples: readonly { readonly bytes: number; readonly task: string | null }[],
  n: number,
  order: RolloutSpec['order'],
  landed: ReadonlyMap<number, ReadonlySet<number>>,
): QueueGroup[] {
  const groups: QueueGroup[] = []
  for (let position = 0; position < samples.length; position++) {
    const have = landed.get(position)
    const missing: number[] = []
    for (let index = 0; index < n; index++) if (!have?.has(index)) missing.push(index)
    if (missing.length > 0) groups.push({ position, missing })
  }
  // Longest first: the longest prompt begun last would keep the run open alone.
  if (order === 'longest')
    groups.sort((a, b) => samples[b.position].bytes - samples[a.position].bytes || a.position - b.position)
  return order === 'fair' ? byTasks(groups, samples) : groups
}

/** Every task is done to the same share at any time: sorted by the share of its task that comes before a group. */
function byTasks(groups: readonly QueueGroup[], samples: readonly { readonly task: string | null }[]): QueueGroup[] {
  const sizes = new Map<string | null, number>()
  const ranked = groups.map((group) => {
    const { task } = samples[group.position]
    const rank = sizes.get(task) ?? 0
    sizes.set(task, rank + 1)
    return { group, task, rank }
  })
  const share = ({ task, rank }: (typeof ranked)[number]) => (rank + 0.5) / sizes.get(task)!
  return ranked.sort((a, b) => share(a) - share(b) || a.group.position - b.group.position).map(({ group }) => group)
}
