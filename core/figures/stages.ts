import { facetsOf } from './facets.ts'
import type { Axis, Figure, Line } from './figure.ts'
import { reward, tick } from './format.ts'
import { type FigureInput, type FigureParams, needAdvantages } from './input.ts'
import { groupedBy } from './raw.ts'
import { withoutReward } from './reasons.ts'
import { facetSpread } from './spread.ts'
import { coverage, estimatorWords } from './words.ts'

/** A spread below this is rounding: a task whose rewards are all equal, drawn on the floor of the plot. */
const NONE = 1e-9

/** Lines, one a task: the standard deviation after each stage from raw reward to advantage, on a log axis. */
export function stagesFigure(input: FigureInput, params: FigureParams): Figure {
  const { columns } = input
  const after = needAdvantages(input)
  const facets = facetsOf(columns, params.by)
  const stages = stagesOf(input)
  const spreads = spreadsOf(input, params)
  const axis = spreadAxis(spreads)
  const lines = facets.list.map(
    (facet, f): Line => ({
      kind: 'line',
      label: params.by === 'task' ? facet.metric : facet.label,
      ink: facet.ink,
      x: stages.map((_, k) => k),
      y: spreads.map((sd) => Math.max(axis.range[0], sd[f])),
      dots: true,
    }),
  )
  const spanOf = (k: number) => {
    const sds = [...spreads[k]]
    return sds.length > 0 ? `${reward(Math.min(...sds))} to ${reward(Math.max(...sds))}` : 'nothing'
  }
  const last = stages.length - 1
  const finding = `Standard deviations reach from ${spanOf(0)} as scored; after ${stages[last].name.toLowerCase()} from ${spanOf(last)}.`
  return {
    kind: 'stages',
    title: `Spread by stage, ${after.estimator}`,
    caption: `Standard deviation of each task's rollouts (divisor n) by stage, log axis: ${estimatorWords(after)}. ${coverage(columns, withoutReward(columns), input.droppedGroups)}`,
    finding,
    alt: `Standard deviation of ${facets.list.length} tasks by stage: ${stages.map((stage, k) => `${stage.name} ${spanOf(k)}`).join(', ')}.`,
    columns: 1,
    panels: [
      {
        title: '',
        x: {
          label: 'stage',
          scale: 'category',
          range: [0, last],
          categories: stages.map((stage) => stage.name),
          ticks: stages.map((stage, k) => ({ at: k, label: `${k + 1} ${stage.name}`, sub: stage.formula })),
          side: 'top',
        },
        y: axis,
        marks: lines,
        alt: finding,
      },
    ],
    table: {
      columns: [
        { name: 'task', label: 'Task', numeric: false },
        ...stages.map((stage, k) => ({ name: `stage_${k + 1}`, label: `${k + 1} ${stage.name}`, numeric: true })),
      ],
      rows: facets.list.map((facet, f) => [facet.label, ...spreads.map((sd) => sd[f])]),
      inks: facets.list.map((facet) => facet.ink),
    },
  }
}

function stagesOf(input: FigureInput) {
  return [{ name: 'Raw reward', formula: 'as scored', values: input.columns.rewards }, ...needAdvantages(input).stages]
}

/** Per stage, the standard deviation of each facet. */
function spreadsOf(input: FigureInput, params: FigureParams): Float64Array[] {
  const { columns } = input
  const { present } = needAdvantages(input)
  const groups = groupedBy(columns, facetsOf(columns, params.by))
  return stagesOf(input).map((stage) => facetSpread(groups, stage.values, present).sd)
}

/** Per facet, its line as it is drawn: the standard deviation after each stage, that of nothing on the floor of the plot. */
export function stageSpreads(input: FigureInput, params: FigureParams): readonly (readonly number[])[] {
  const spreads = spreadsOf(input, params)
  const [floor] = spreadAxis(spreads).range
  return facetsOf(input.columns, params.by).list.map((_, f) => spreads.map((sd) => Math.max(floor, sd[f])))
}

/** A log axis over all spreads but those of nothing, with ticks at 1, 2 and 5 of each decade. */
export function spreadAxis(spreads: readonly ArrayLike<number>[]): Axis {
  const known = spreads.flatMap((sd) => Array.from(sd)).filter((sd) => sd > NONE)
  let low = known.reduce((a, b) => Math.min(a, b), Infinity)
  let high = known.reduce((a, b) => Math.max(a, b), 0)
  if (low > high) [low, high] = [0.1, 1]
  const range: [number, number] = [low / 1.25, Math.max(high, low * 2) * 1.25]
  const ticks: { at: number; label: string }[] = []
  for (let power = -3; power <= 6; power++) {
    for (const digit of [1, 2, 5]) {
      const at = Number(`${digit}e${power}`)
      if (at >= range[0] && at <= range[1]) ticks.push({ at, label: tick(at) })
    }
  }
  // More than six would touch: keep the decades and halve the rest.
  const kept = ticks.length > 7 ? ticks.filter((t) => /^[^25]*1/.test(t.label.replace('.', ''))) : ticks
  return { label: 'standard deviation', scale: 'log', range, ticks: kept.length > 1 ? kept : ticks }
}
