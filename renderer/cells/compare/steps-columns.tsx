import type { StepsSample } from '../../../core/notebook/compare-steps.ts'
import type { Column, Sort } from '../../components/grid/columns.ts'
import { RewardNumber } from '../../components/number.tsx'
import { numberColumn, taskColumn } from '../../components/sample-columns.tsx'
import { count, reward, signed } from '../../format.ts'

const HIGH = 14
const STEP = 8

/** Its means as a line from run to run; a run without one is a gap. */
function Line({ sample, names }: { sample: StepsSample; names: readonly string[] }) {
  const { means } = sample
  const there = means.filter((mean) => mean !== null)
  const low = Math.min(0, ...there)
  const high = Math.max(1, ...there)
  const y = (mean: number) => HIGH - 1.5 - ((mean - low) / (high - low)) * (HIGH - 3)
  const path = means.flatMap((mean, i) => {
    if (mean === null) return []
    const joined = i > 0 && means[i - 1] !== null
    return [`${joined ? 'L' : 'M'}${i * STEP + 2} ${y(mean).toFixed(1)}`]
  })
  const words = means.map((mean, i) => {
    const none = sample.counts[i] === null ? 'does not have it' : 'null'
    return `${names[i]} ${mean === null ? none : reward(mean)}`
  })
  return (
    <svg
      className="steps-line"
      width={(means.length - 1) * STEP + 4}
      height={HIGH}
      role="img"
      aria-label={words.join(', ')}
    >
      <path d={path.join('')} />
      {means.map((mean, i) =>
        mean === null ? null : (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a run is its place
            key={i}
            cx={i * STEP + 2}
            cy={y(mean)}
            r={i === sample.from || i === sample.to ? 2 : 1}
          />
        ),
      )}
    </svg>
  )
}

/** @param names of the runs, in their order */
export function stepsColumns(names: readonly string[]): readonly Column<StepsSample>[] {
  const mean = (id: 'from' | 'to', label: string): Column<StepsSample> => ({
    id,
    label,
    width: 150,
    sort: id,
    cell: (row) => (
      <span className="steps-side">
        <span className="soft cut">{names[row[id]]}</span>
        <span className="num">
          <RewardNumber value={row.means[row[id]]} />
        </span>
        <span className="num quiet" title="responses with a reward">
          {count(row.counts[row[id]] ?? 0)}
        </span>
      </span>
    ),
  })
  return [
    numberColumn(),
    taskColumn({ from: 560 }),
    {
      id: 'steps',
      label: 'Steps',
      width: Math.min(240, (names.length - 1) * STEP + 36),
      from: 620,
      cell: (row) => <Line sample={row} names={names} />,
    },
    mean('from', 'From, rewards'),
    mean('to', 'To, rewards'),
    {
      id: 'change',
      label: 'Change',
      width: 84,
      numeric: true,
      sort: 'change',
      cell: (row) => <span className={row.change < 0 ? 'neg' : 'pos'}>{signed(row.change, 4)}</span>,
    },
  ]
}

export function orderedSteps(a: StepsSample, b: StepsSample, { order, descending }: Sort): number {
  const turn = descending ? -1 : 1
  if (order === 'task') return turn * (a.task ?? '~').localeCompare(b.task ?? '~') || a.number - b.number
  const value = (row: StepsSample) =>
    order === 'from' || order === 'to' ? (row.means[row[order]] ?? 0) : order === 'change' ? row.change : row.number
  return turn * (value(a) - value(b)) || a.number - b.number
}
