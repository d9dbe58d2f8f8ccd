import type { CompareOutput } from '../../../core/notebook/outputs.ts'
import { RewardNumber } from '../../components/number.tsx'
import { TaskName } from '../../components/task.tsx'
import { count, signed } from '../../format.ts'

type RunsOutput = Extract<CompareOutput, { what: 'runs' }>

/** Mean reward by task before and after, over the samples of both runs. */
export function TaskChanges({ output }: { output: RunsOutput }) {
  const largest = Math.max(...output.tasks.map((task) => Math.abs(task.difference ?? 0)), 1e-9)
  const row = (name: React.ReactNode, key: string, change: RunsOutput['all']) => (
    <tr key={key}>
      <td>{name}</td>
      <td className="num quiet">{count(change.samples)}</td>
      <td className="num">
        <RewardNumber value={change.before} />
      </td>
      <td className="num">
        <RewardNumber value={change.after} />
      </td>
      <td>
        <Difference value={change.difference} largest={largest} />
      </td>
      <td className="num soft">{count(change.up)}</td>
      <td className="num soft">{count(change.down)}</td>
    </tr>
  )
  return (
    <table className="table runs-tasks">
      <caption className="hidden">Mean reward by task, before and after, over the samples of both runs</caption>
      <thead>
        <tr>
          <th>Task</th>
          <th className="num">Samples</th>
          <th className="num">Before</th>
          <th className="num">After</th>
          <th>Difference</th>
          <th className="num">Up</th>
          <th className="num">Down</th>
        </tr>
      </thead>
      <tbody>
        {output.tasks.map((task) => row(<TaskName task={task.task} />, task.task ?? 'none', task))}
        {row(<b>All</b>, 'all', output.all)}
      </tbody>
    </table>
  )
}

/** A signed bar from the middle, and the number. */
function Difference({ value, largest }: { value: number | null; largest: number }) {
  if (value === null) return <i className="null">null</i>
  const share = Math.min(1, Math.abs(value) / largest) * 50
  return (
    <span className="difference">
      <span className="difference-track" aria-hidden="true">
        <i
          className={value < 0 ? 'fell' : 'rose'}
          style={value < 0 ? { right: '50%', width: `${share}%` } : { left: '50%', width: `${share}%` }}
        />
      </span>
      <span className={value < 0 ? 'neg' : value > 0 ? 'pos' : 'quiet'}>{signed(value, 4)}</span>
    </span>
  )
}
