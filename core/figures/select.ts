/**
 * What lies in a part of a figure: the rollouts that a brush over one of its plots takes in, by the same numbers that the
 * figure was drawn from.
 */
import { advantageRange } from './advantages.ts'
import { evidenceAxis } from './evidence-reward.ts'
import { facetsOf } from './facets.ts'
import { groupDeviations } from './group-spread.ts'
import { type FigureInput, type FigureParams, needAdvantages, needEvidence } from './input.ts'
import { lengthAxis } from './length-reward.ts'
import { passRates } from './pass-rate.ts'
import { gutterOf, marksOf } from './reasons.ts'
import { reasonSpans } from './reasons-by-task.ts'
import { stageSpreads } from './stages.ts'

/** A part of one small multiple, in the numbers of its axes (places, where an axis names things); both ends belong to it. */
export interface Brush {
  /** Place of the plot. */
  readonly panel: number
  /** On the low plot above the main one. */
  readonly strip?: true
  readonly x: readonly [number, number]
  /** Null: any, also where the y axis counts. */
  readonly y: readonly [number, number] | null
}

export interface Brushed {
  /** Groups with a rollout in it, ascending. */
  readonly groups: Int32Array
  readonly rollouts: number
}

/** Whether a rollout of a group lies in the brush. */
type Takes = (group: number, rollout: number) => boolean

interface Brushing {
  /** Over both axes, else along x alone: the y axis counts. */
  readonly both: boolean
  /** What else than rewards it is chosen by. */
  readonly needs?: 'advantages'
  takes(input: FigureInput, params: FigureParams, brush: Brush): Takes
}

/** Left of everything that has a number: the gutter of gate, parse and exception, and of groups of equal rewards. */
const GUTTER = Number.NEGATIVE_INFINITY

const EQUAL = 1e-12

/** Where a rollout stands along x, null where it is not in the figure. */
type Along = (group: number, rollout: number) => number | null

/** Rollouts with a reward in one small multiple, by where they stand along x; with `rewards` also by the reward along y. */
function inPanel(
  input: FigureInput,
  params: FigureParams,
  { panel, x, y }: Brush,
  along: Along,
  rewards = false,
): Takes {
  const { columns } = input
  const facets = facetsOf(columns, params.by)
  return (g, i) => {
    if (facets.of[g] !== panel || !columns.scored[i]) return false
    const at = along(g, i)
    if (at === null) return false
    // A brush that reaches below 0 takes in the gutter, which stands there.
    if (at === GUTTER ? x[0] >= 0 : at < x[0] || at > x[1]) return false
    return !rewards || !y || (columns.rewards[i] >= y[0] && columns.rewards[i] <= y[1])
  }
}

const byReward: Brushing['takes'] = (input, params, brush) => {
  const stopped = gutterOf(input.columns)
  return inPanel(input, params, brush, (_, i) => (stopped[i] ? GUTTER : input.columns.rewards[i]))
}

const BRUSHINGS: Readonly<Record<string, Brushing>> = {
  rewards: { both: false, takes: byReward },
  advantages: {
    both: false,
    needs: 'advantages',
    takes(input, params, brush) {
      if (brush.strip) return byReward(input, params, brush)
      const { advantages, present } = needAdvantages(input)
      const { low, high } = advantageRange(input)
      // What lies beyond the range is drawn just outside of it, and chosen there.
      const outside = (high - low) / 1000
      return inPanel(input, params, brush, (_, i) =>
        present[i] ? Math.max(low - outside, Math.min(high + outside, advantages[i])) : null,
      )
    },
  },
  stages: { both: true, needs: 'advantages', takes: inStages },
  'group-spread': {
    both: false,
    takes(input, params, brush) {
      const sds = groupDeviations(input.columns)
      return inPanel(input, params, brush, (g) => (sds[g] < 0 ? null : sds[g] > EQUAL ? sds[g] : GUTTER))
    },
  },
  'length-reward': {
    both: true,
    takes: (input, params, brush) =>
      inPanel(input, params, brush, lengthAxis(input.columns, params.length).placeOf, true),
  },
  'evidence-reward': {
    both: true,
    takes: (input, params, brush) => inPanel(input, params, brush, evidenceAxis(needEvidence(input)).placeOf, true),
  },
  'pass-rate': {
    both: false,
    takes(input, params, brush) {
      const rates = passRates(input.columns, params.threshold)
      return inPanel(input, params, brush, (g) => (rates[g] < 0 ? null : rates[g]))
    },
  },
  reasons: { both: true, takes: inReasons },
}

/** The lines that pass through the brush at one of its stages lead to all rollouts with an advantage of their tasks. */
function inStages(input: FigureInput, params: FigureParams, { x, y }: Brush): Takes {
  const { present } = needAdvantages(input)
  const facets = facetsOf(input.columns, params.by)
  const taken = stageSpreads(input, params).map((sds) =>
    sds.some((sd, stage) => stage >= x[0] && stage <= x[1] && (!y || (sd >= y[0] && sd <= y[1]))),
  )
  return (g, i) => taken[facets.of[g]] && present[i] !== 0
}

/** The parts of the lying bars that the brush touches lead to the responses that they count, without a reward too. */
function inReasons(input: FigureInput, params: FigureParams, { x, y }: Brush): Takes {
  const { columns } = input
  const facets = facetsOf(columns, params.by)
  const marks = marksOf(columns)
  const { present, spans } = reasonSpans(columns, facets)
  const taken = facets.list.map((_, f) => {
    const row = !y || (f + HALF_BAR >= y[0] && f - HALF_BAR <= y[1])
    const touched = spans.filter(({ from, to }) => row && to[f] > from[f] && from[f] < x[1] && to[f] > x[0])
    return new Set(touched.map((span) => present[spans.indexOf(span)].mark))
  })
  return (g, i) => taken[facets.of[g]].has(marks[columns.reasons[i]])
}

/** Half the height of a lying bar, in steps of its axis. */
export const HALF_BAR = 0.3

/** Whether parts of figures of this kind lead to rollouts. */
export function canBrush(kind: string): boolean {
  return Object.hasOwn(BRUSHINGS, kind)
}

/** Whether a brush of this kind of figure has two axes. */
export function brushesBoth(kind: string): boolean {
  return canBrush(kind) && BRUSHINGS[kind].both
}

/** Whether a brush is answered from the advantages, which have to be estimated first. */
export function brushNeedsAdvantages(kind: string): boolean {
  return canBrush(kind) && BRUSHINGS[kind].needs === 'advantages'
}

/** What a brush takes in. */
export function brushed(kind: string, input: FigureInput, params: FigureParams, brush: Brush): Brushed {
  const { columns } = input
  const takes = BRUSHINGS[kind].takes(input, params, brush)
  const groups: number[] = []
  let rollouts = 0
  for (let g = 0; g < columns.types.length; g++) {
    let taken = 0
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) if (takes(g, i)) taken++
    if (taken > 0) groups.push(g)
    rollouts += taken
  }
  return { groups: Int32Array.from(groups), rollouts }
}
