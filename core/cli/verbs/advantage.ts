import type { EstimatorName } from '../../estimators/index.ts'
import {
  type Estimate,
  type EstimatorParams,
  estimatorNamed,
  filterGroups,
  groupRows,
  taskStatistics,
} from '../../estimators/index.ts'
import type { Context } from '../frame/context.ts'
import { ESTIMATOR_OPTIONS, paramsOf } from '../frame/estimating.ts'
import { EXIT } from '../frame/exit.ts'
import { flag, text, usage } from '../frame/option.ts'
import { REWARD_OPTION, type RewardedRow, rowsFromInput, rowsFromRun } from '../frame/rewarded.ts'
import type { Column } from '../frame/table.ts'
import { verb } from '../frame/verb.ts'

/** Fields that this verb adds; a row that has one of them already gets the new value. */
const OWN = new Set(['advantage', 'centred', 'scaled', 'weighted', 'filtered', 'error'])

/** The row with more fields; what it had passes through as it was written, numbers of any length too. */
function withFields({ json, fields }: RewardedRow, more: Readonly<Record<string, unknown>>): string {
  const added = JSON.stringify(more).slice(1, -1)
  if (added === '') return json
  if ([...OWN].some((name) => fields.has(name))) {
    const rest = Object.entries(JSON.parse(json)).filter(([name]) => !OWN.has(name))
    return JSON.stringify({ ...Object.fromEntries(rest), ...more })
  }
  const open = json.trimEnd().slice(0, -1)
  return fields.size === 0 ? `${open}${added}}` : `${open.trimEnd()},${added}}`
}

interface Estimated {
  readonly estimate: Estimate
  /** Per row (not per rollout of the batch): its place in the batch, -1 where it takes no part. */
  readonly placeOf: Int32Array
  /** Per place of the batch, 1 where filter_groups dropped its group. */
  readonly dropped: Uint8Array
}

function grouped(rows: readonly RewardedRow[], filter: boolean) {
  const part = rows.flatMap((row, i) => (row.error ? [] : [i]))
  const column = <Value>(value: (row: RewardedRow) => Value) => part.map((i) => value(rows[i]))
  const { batch, order, typeNames } = groupRows(
    column(({ group }) => group),
    column(({ type }) => type),
    column(({ reward }) => reward),
  )
  const filtered = filter ? filterGroups(batch) : null
  return { batch: filtered?.batch ?? batch, kept: filtered?.kept ?? null, order, part, typeNames }
}

function estimate(
  rows: readonly RewardedRow[],
  name: EstimatorName,
  params: EstimatorParams,
  filter: boolean,
): Estimated {
  const { batch, kept, order, part } = grouped(rows, filter)
  const placeOf = new Int32Array(rows.length).fill(-1)
  order.forEach((row, place) => {
    placeOf[part[row]] = place
  })
  const dropped = new Uint8Array(order.length)
  kept?.forEach((keep, g) => {
    if (!keep) dropped.fill(1, batch.offsets[g], batch.offsets[g + 1])
  })
  return { estimate: estimatorNamed(name).estimate(batch, params), placeOf, dropped }
}

async function statistics({ out, json }: Context, rows: readonly RewardedRow[], filter: boolean): Promise<void> {
  const { batch, typeNames } = grouped(rows, filter)
  const lines = taskStatistics(batch).flatMap((of, t) => (of ? [{ reward_type: typeNames[t], ...of }] : []))
  if (json) for (const line of lines) await out.json(line)
  else if (lines.length > 0) {
    const names = Object.keys(lines[0]) as (keyof (typeof lines)[0])[]
    const whole = new Set<string>(['num_queries', 'num_rollouts'])
    await out.table(
      lines,
      names.map((name) => ({
        label: name,
        value: (line) => line[name],
        ...(!whole.has(name) && { digits: 4 }),
      })),
    )
  }
}

interface TypeRow {
  readonly type: string
  rollouts: number
  present: number
  rewards: number
  sum: number
  absolute: number
  positive: number
}

const TYPE_COLUMNS: readonly Column<TypeRow>[] = [
  { label: 'reward type', value: ({ type }) => type || '(none)' },
  { label: 'rollouts', value: ({ rollouts }) => rollouts },
  { label: 'with advantage', value: ({ present }) => present },
  { label: 'mean reward', value: ({ rewards, present }) => (present > 0 ? rewards / present : null), digits: 4 },
  { label: 'mean advantage', value: ({ sum, present }) => (present > 0 ? sum / present : null), digits: 4 },
  { label: 'mean |advantage|', value: ({ absolute, present }) => (present > 0 ? absolute / present : null), digits: 4 },
  { label: 'positive', value: ({ positive, present }) => (present > 0 ? positive / present : null), digits: 3 },
]

function byType(rows: readonly RewardedRow[], advantageOf: (i: number) => number | null): TypeRow[] {
  const types = new Map<string, TypeRow>()
  rows.forEach((row, i) => {
    let of = types.get(row.type)
    if (!of) {
      of = { type: row.type, rollouts: 0, present: 0, rewards: 0, sum: 0, absolute: 0, positive: 0 }
      types.set(row.type, of)
    }
    of.rollouts++
    const advantage = advantageOf(i)
    if (advantage === null) return
    of.present++
    of.rewards += row.reward ?? 0
    of.sum += advantage
    of.absolute += Math.abs(advantage)
    if (advantage > 0) of.positive++
  })
  return [...types.values()]
}

async function advantages(
  { out, json }: Context,
  rows: readonly RewardedRow[],
  name: EstimatorName,
  { estimate, placeOf, dropped }: Estimated,
): Promise<void> {
  const at = (values: Float64Array, i: number) => {
    const place = placeOf[i]
    return place >= 0 && estimate.present[place] ? values[place] : null
  }
  if (!json)
    return out.table(
      byType(rows, (i) => at(estimate.advantages, i)),
      TYPE_COLUMNS,
    )
  const stages = estimatorNamed(name).stages.map(({ key }) => key)
  for (const [i, row] of rows.entries()) {
    const values = Object.fromEntries(stages.map((key) => [key, at(estimate[key], i)]))
    const filtered = placeOf[i] >= 0 && dropped[placeOf[i]] === 1
    const more = { advantage: at(estimate.advantages, i), ...values, ...(filtered && { filtered }) }
    await out.rawJson(withFields(row, row.error ? { ...more, error: row.error } : more))
  }
}

export const advantageVerb = verb({
  name: 'advantage',
  lines:
    'the row with advantage and the stage values centred, scaled, weighted that the estimator has; with --statistics {reward_type, mean_reward, std_reward, mean_std_reward, sqrt_mean_var, rate_adv, rate_num, num_queries, num_rollouts}',
  about: `
Rows are {group, reward_type, reward}; their other fields pass through untouched. A null reward takes no
part and gets a null advantage; the rows of a group that --filter-groups drops are marked filtered.`,
  positionals: [{ name: 'FILE', help: 'rows as JSON Lines, .gz and .zst too; - is standard input', optional: true }],
  options: {
    run: text('NAME', 'the rewards of a stored run'),
    reward: REWARD_OPTION,
    ...ESTIMATOR_OPTIONS,
    statistics: flag("the trainer's statistics of each reward type instead"),
  },
  examples: [
    'longview advantage --run first --estimator tmn-reweight --alpha 0.8 --json',
    'longview score rows.jsonl --json | longview advantage - --estimator grpo --json',
  ],
  async run(context, values, [file]) {
    if ((file === undefined) === (values.run === undefined))
      throw usage('longview advantage takes either FILE (or -) or --run NAME', { value: file })
    if (values.estimator === undefined && !values.statistics)
      throw usage('longview advantage needs --estimator NAME, or --statistics', {
        remedy: `One of ${ESTIMATOR_OPTIONS.estimator.placeholder?.replaceAll('|', ', ')}.`,
      })
    const { rows, setAside } =
      values.run !== undefined
        ? await rowsFromRun(context, values.run, values.reward)
        : await rowsFromInput(context, file)
    if (context.stop.signal.aborted) return EXIT.partly
    if (values.statistics || values.estimator === undefined) await statistics(context, rows, values['filter-groups'])
    else {
      const estimated = estimate(rows, values.estimator, paramsOf(values), values['filter-groups'])
      await advantages(context, rows, values.estimator, estimated)
    }
    const wrong = rows.filter(({ error }) => error)
    for (const { error } of wrong.slice(0, 10)) if (error) context.notes.error(error)
    if (wrong.length > 10) context.notes.warn(`and ${wrong.length - 10} more rows that take no part`)
    return setAside + wrong.length > 0 ? EXIT.partly : EXIT.well
  },
})
