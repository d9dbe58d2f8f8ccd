import { estimatorNamed } from '../../../core/estimators/index.ts'
import { slotOf } from '../../../core/figures/bins.ts'
import type { LabAdvantages, LabFrame, LabModel } from './lab-model.ts'
import type { LabSettings } from './settings.ts'

/** One rollout of a list beside the plots. */
export interface FlipRow {
  /** Index into the run's rollout columns. */
  readonly rollout: number
  /** Index into its groups. */
  readonly group: number
  readonly reward: number
  readonly before: number | null
  readonly after: number
}

export interface Flips {
  /** Rollouts whose advantage changes its sign. */
  readonly flipped: number
  readonly counted: number
  /** True where both sides centre on the same mean, so that no sign can flip. */
  readonly sameCentre: boolean
  /** Largest change first, one a group; of those that flip, or of all where none can. */
  readonly rows: readonly FlipRow[]
}

/** Below this an advantage is rounding around 0 and has no sign. */
const NO_SIGN = 1e-12

export function flipsOf(model: LabModel, settings: LabSettings, most: number): Flips | null {
  if (!settings.before) return null
  const advantages = model.advantages(settings)
  const { before, after, ground } = advantages
  if (!before) return null
  const centre = (name: string) => estimatorNamed(name).centre
  const sameCentre = centre(settings.before.estimator) === centre(settings.after.estimator)
  const top: { at: number; change: number; group: number }[] = []
  let flipped = 0
  let floor = 0
  const { offsets, groups } = ground.batch
  for (let g = 0; g < groups; g++) {
    let best = -1
    let change = floor
    for (let i = offsets[g]; i < offsets[g + 1]; i++) {
      const flips = (before[i] > NO_SIGN && after[i] < -NO_SIGN) || (before[i] < -NO_SIGN && after[i] > NO_SIGN)
      if (flips) flipped++
      if (!flips && !sameCentre) continue
      const d = Math.abs(after[i] - before[i])
      if (d > change) {
        change = d
        best = i
      }
    }
    if (best < 0) continue
    top.push({ at: best, change, group: g })
    if (top.length < 4 * most) continue
    top.sort((a, b) => b.change - a.change)
    top.length = most
    floor = top[most - 1].change
  }
  top.sort((a, b) => b.change - a.change)
  const rows = top.slice(0, most).map(({ at, group }) => rowOf(advantages, at, group))
  return { flipped, counted: after.length, sameCentre, rows }
}

/** Rollouts behind one bar, at most one a group, and how many there are. */
export function rolloutsIn(
  model: LabModel,
  settings: LabSettings,
  facet: number,
  slot: number,
  most: number,
): { readonly count: number; readonly rows: readonly FlipRow[] } {
  const advantages = model.advantages(settings)
  const { ground, after, frame } = advantages
  const { batch, groups } = ground
  const stage = frame.stages.length - 1 === frame.shown ? after : stageValues(frame)
  const rows: FlipRow[] = []
  let count = 0
  for (let g = 0; g < batch.groups; g++) {
    if (groups.facetOf[g] !== facet) continue
    let taken = false
    for (let i = batch.offsets[g]; i < batch.offsets[g + 1]; i++) {
      if (slotOf(stage[i], frame.range) !== slot) continue
      count++
      if (!taken && rows.length < most) rows.push(rowOf(advantages, i, g))
      taken = true
    }
  }
  return { count, rows }
}

function stageValues(frame: LabFrame): Float64Array {
  if (frame.shown === 0) return frame.ground.batch.rewards
  const { key } = frame.after.estimator.stages[frame.shown - 1]
  return key === 'centred' ? frame.after.centred : frame.after.scaled
}

function rowOf({ ground, before, after }: LabAdvantages, at: number, group: number): FlipRow {
  const { batch } = ground
  return {
    rollout: batch.order[at],
    group: batch.groupOf[group],
    reward: batch.rewards[at],
    before: before ? before[at] : null,
    after: after[at],
  }
}
