import { facetsOf } from './facets.ts'
import type { Figure, TableColumn } from './figure.ts'
import { share } from './format.ts'
import { type FigureInput, needStatistics, type StatisticsRow } from './input.ts'
import { withoutReward } from './reasons.ts'
import { coverage, extremes } from './words.ts'

/** The trainer's own names, in the order in which it logs them. */
const COLUMNS: readonly (TableColumn & { readonly name: keyof StatisticsRow })[] = [
  { name: 'mean_reward', label: 'mean_reward', numeric: true },
  { name: 'std_reward', label: 'std_reward', numeric: true },
  { name: 'mean_std_reward', label: 'mean_std_reward', numeric: true },
  { name: 'sqrt_mean_var', label: 'sqrt_mean_var', numeric: true },
  { name: 'rate_adv', label: 'rate_adv', numeric: true },
  { name: 'rate_num', label: 'rate_num', numeric: true },
  { name: 'num_queries', label: 'num_queries', numeric: true, form: 'count' },
  { name: 'num_rollouts', label: 'num_rollouts', numeric: true, form: 'count' },
]

/** A table: one row a reward type, the columns as the trainer logs them. */
export function statisticsFigure(input: FigureInput): Figure {
  const { columns } = input
  const all = needStatistics(input)
  const facets = facetsOf(columns, 'reward-type')
  const shown = facets.list.flatMap((facet) => {
    const type = columns.rewardTypes.findIndex((name) => (name || 'no reward type') === facet.label)
    const row = all[type]
    return row ? [{ facet, row }] : []
  })
  const finding = extremes(
    shown.map(({ facet }) => facet.label),
    shown.map(({ row }) => row.rate_adv),
    (label, value) => `${label} has the largest share of the spread within groups, ${value}`,
    (label, value) => `${label} the smallest, ${value}`,
    share,
  )
  return {
    kind: 'statistics',
    title: 'Statistics by reward type',
    caption: `Named as the trainer logs them, grouped by reward type; std_reward and mean_std_reward with divisor n, sqrt_mean_var with n − 1. ${coverage(columns, withoutReward(columns), input.droppedGroups)}`,
    finding,
    alt: `A table of ${shown.length} reward types and ${COLUMNS.length} statistics. ${finding}`,
    columns: 1,
    panels: [],
    table: {
      columns: [{ name: 'reward_type', label: 'Reward type', numeric: false }, ...COLUMNS],
      rows: shown.map(({ facet, row }) => [facet.label, ...COLUMNS.map((column) => row[column.name])]),
      inks: shown.map(({ facet }) => facet.ink),
    },
  }
}
