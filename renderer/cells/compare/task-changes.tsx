import type { CompareOutput } from '../../../core/notebook/outputs.ts'
import { Difference } from '../../components/difference.tsx'
import { RewardNumber } from '../../components/number.tsx'
import { TaskName } from '../../components/task.tsx'
import { count } from '../../format.ts'

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
