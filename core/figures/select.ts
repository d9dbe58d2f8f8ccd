/**
 * What lies in a part of a figure: the rollouts that a brush over one of its plots takes in, by the same numbers that the
 * figure was drawn from.
 */
import { evidenceAxis } from './evidence-reward.ts'
import { facetsOf } from './facets.ts'
import { groupDeviations } from './group-spread.ts'
import { type FigureInput, type FigureParams, needEvidence } from './input.ts'
import { lengthAxis } from './length-reward.ts'
import { passRates } from './pass-rate.ts'
import { gutterOf } from './reasons.ts'

/** A part of one small multiple, in the numbers of its axes; both ends belong to it. */
export interface Brush {
  /** Place of the plot. */
  readonly panel: number
  readonly x: readonly [number, number]
  /** Null: any, also where the y axis counts. */
  readonly y: readonly [number, number] | null
}

export interface Brushed {
  /** Groups with a rollout in it, ascending. */
  readonly groups: Int32Array
  readonly rollouts: number
}

/** How the axes of a figure are asked for a rollout; null: it is not in the figure. */
interface Axes {
  /** Below any number: what stands hatched left of 0. */
  x(group: number, rollout: number): number | null
  /** Whether the y axis is the reward. */
  readonly rewards: boolean
}

/** Left of everything that has a number: the gutter of gate, parse and exception, and of groups of equal rewards. */
const GUTTER = Number.NEGATIVE_INFINITY

const EQUAL = 1e-12

type AxesOf = (input: FigureInput, params: FigureParams) => Axes

const AXES: Readonly<Record<string, AxesOf>> = {
  rewards({ columns }) {
    const stopped = gutterOf(columns)
    return { rewards: false, x: (_, i) => (stopped[i] ? GUTTER : columns.rewards[i]) }
  },
  'group-spread'({ columns }) {
    const sds = groupDeviations(columns)
    return { rewards: false, x: (g) => (sds[g] < 0 ? null : sds[g] > EQUAL ? sds[g] : GUTTER) }
  },
  'length-reward'({ columns }, { length }) {
    return { rewards: true, x: lengthAxis(columns, length).placeOf }
  },
  'evidence-reward'(input) {
    return { rewards: true, x: evidenceAxis(needEvidence(input)).placeOf }
  },
  'pass-rate'({ columns }, { threshold }) {
    const rates = passRates(columns, threshold)
    return { rewards: false, x: (g) => (rates[g] < 0 ? null : rates[g]) }
  },
}

/** Whether parts of figures of this kind lead to rollouts. */
export function canBrush(kind: string): boolean {
  return Object.hasOwn(AXES, kind)
}

/** What a brush takes in; a brush that reaches below 0 takes in the gutter, which stands there. */
export function brushed(kind: string, input: FigureInput, params: FigureParams, { panel, x, y }: Brush): Brushed {
  const { columns } = input
  const facets = facetsOf(columns, params.by)
  const axes = AXES[kind](input, params)
  const groups: number[] = []
  let rollouts = 0
  for (let g = 0; g < columns.types.length; g++) {
    if (facets.of[g] !== panel) continue
    let taken = 0
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      if (!columns.scored[i]) continue
      const at = axes.x(g, i)
      if (at === null) continue
      const within = at === GUTTER ? x[0] < 0 : at >= x[0] && at <= x[1]
      if (!within) continue
      if (axes.rewards && y && (columns.rewards[i] < y[0] || columns.rewards[i] > y[1])) continue
      taken++
    }
    if (taken > 0) groups.push(g)
    rollouts += taken
  }
  return { groups: Int32Array.from(groups), rollouts }
}
