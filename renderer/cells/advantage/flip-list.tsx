import { type Reason, reasonMark } from '../../../core/model/reward.ts'
import { TASKS } from '../../../core/model/tasks.ts'
import { taskClass } from '../../components/task.tsx'
import { count, reward, signed } from '../../format.ts'
import type { FlipRow } from './flips.ts'
import type { LabModel } from './lab-model.ts'

interface FlipListProps {
  readonly model: LabModel
  readonly rows: readonly FlipRow[]
  readonly open: (row: FlipRow) => void
}

const HALF = 40
const PER_UNIT = 12.5

/** Rollouts with their advantage before and after; opening one leads to its response. */
export function FlipList({ model, rows, open }: FlipListProps) {
  return (
    <table className="table flips">
      <colgroup>
        <col className="c-sample" />
        <col className="c-no" />
        <col className="c-task" />
        <col className="c-reward" />
        <col className="c-side" />
        <col className="c-line" />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th className="num">Sample</th>
          <th className="num">No.</th>
          <th>Task</th>
          <th className="num">Reward</th>
          <th className="num">Before</th>
          <th>
            <span className="hidden">From before to after</span>
          </th>
          <th className="num">After</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Flip key={row.rollout} model={model} row={row} open={open} />
        ))}
      </tbody>
    </table>
  )
}

function Flip({ model, row, open }: { model: LabModel; row: FlipRow; open: (row: FlipRow) => void }) {
  const { columns } = model
  const task = columns.tasks[row.group]
  const known = task >= 0 ? TASKS[task] : null
  return (
    <tr onClick={() => open(row)}>
      <td className="num">
        <button type="button" className="link" onClick={() => open(row)}>
          {count(columns.sampleNumbers[row.group])}
          <span className="hidden">, response {columns.indices[row.rollout]}</span>
        </button>
      </td>
      <td className="num quiet">{columns.indices[row.rollout]}</td>
      <td>
        <span className={`task ${taskClass(known?.id ?? null)}`}>
          <span className="mono cut">{known?.reward ?? columns.rewardTypes[columns.types[row.group]]}</span>
        </span>
      </td>
      <td className="num">
        <RewardWithReason model={model} row={row} />
      </td>
      <td className={`num ${tone(row.before)}`}>{row.before === null ? '' : signed(row.before)}</td>
      <td>{row.before !== null && <Change before={row.before} after={row.after} />}</td>
      <td className={`num ${tone(row.after)}`}>{signed(row.after)}</td>
    </tr>
  )
}

/** A 0 says why, where it was no wrong answer. */
function RewardWithReason({ model, row }: { model: LabModel; row: FlipRow }) {
  const { columns } = model
  if (row.reward !== 0) return reward(row.reward)
  const mark = reasonMark(columns.reasonNames[columns.reasons[row.rollout]] as Reason)
  return (
    <>
      {mark !== 'wrong' && <span className="quiet">{mark} </span>}0
      <i className="pad" aria-hidden="true">
        .000
      </i>
    </>
  )
}

function tone(value: number | null): string {
  return value === null || value === 0 ? '' : value < 0 ? 'neg' : 'pos'
}

function Change({ before, after }: { before: number; after: number }) {
  const x = (value: number) => HALF + Math.max(-3, Math.min(3, value)) * PER_UNIT
  const ink = `var(--${after < 0 ? 'neg' : 'pos'}-2)`
  return (
    <svg width="80" height="12" aria-hidden="true">
      <path d={`M${HALF} 0v12`} stroke="var(--line-3)" />
      <path d={`M${x(before)} 6H${x(after)}`} stroke={ink} strokeWidth="2" />
      <circle cx={x(before)} cy="6" r="2.5" fill="var(--surface)" stroke="var(--ink-2)" />
      <circle cx={x(after)} cy="6" r="3" fill={ink} />
    </svg>
  )
}
