import { useMemo, useState } from 'react'
import { FIXED_REASONS } from '../../../core/model/reward.ts'
import { TASKS, type TaskId } from '../../../core/model/tasks.ts'
import type { ScoreOutput } from '../../../core/notebook/outputs.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import { Loading } from '../../components/loading.tsx'
import { ReasonWord } from '../../components/reason.tsx'
import { useQuery } from '../../data/query.ts'
import { count, counted } from '../../format.ts'
import { GroupList } from '../rollout/group-list.tsx'
import type { CellViewProps } from '../view.ts'
import { reasonsByTask, rewardsByTask } from './by-task.ts'
import { RewardPlot } from './reward-plot.tsx'
import { useSavedReward } from './use-saved-reward.ts'

/** Reward by task, and the reasons behind it; a plot leads to that task's groups. */
export function ScoreView({ cell, output, size }: CellViewProps<ScoreOutput>) {
  useSavedReward(cell)
  const [task, setTask] = useState<TaskId | null>(null)
  const columns = useQuery(output ? ['columns', output.run, output.reward] : null, (engine) =>
    engine.columns({ run: output?.run ?? '', reward: output?.reward ?? '' }),
  )
  const tasks = useMemo(() => columns.data && rewardsByTask(columns.data), [columns.data])
  const reasons = useMemo(() => {
    const place = (reason: string) => {
      const at = (FIXED_REASONS as readonly string[]).indexOf(reason)
      return at < 0 ? FIXED_REASONS.length : at
    }
    return columns.data && [...reasonsByTask(columns.data)].sort((a, b) => place(a.reason) - place(b.reason))
  }, [columns.data])
  if (!output) return null
  if (columns.error) return <ErrorBlock error={columns.error} remedies={[{ label: 'Try again', run: columns.again }]} />
  if (!tasks || !reasons) return <Loading what="Fetching the rewards" />
  const none = tasks[TASKS.length]
  const shown = none.responses > 0 ? [...TASKS.map((_, i) => i), TASKS.length] : TASKS.map((_, i) => i)
  return (
    <>
      <fieldset className="minis">
        <legend className="hidden">Rewards by task</legend>
        {TASKS.map((each, i) => (
          <RewardPlot
            key={each.id}
            task={each}
            rewards={tasks[i]}
            pressed={task === each.id}
            onToggle={() => setTask(task === each.id ? null : each.id)}
          />
        ))}
      </fieldset>
      <p className="caption">
        Rewards from 0 to 1, height by root of share. Hatched, left of 0: stopped before the comparison.{' '}
        {output.unscorable > 0 ? `${counted(output.unscorable, 'response')} without a reward.` : 'All have a reward.'}{' '}
        Click a plot to see its groups.
      </p>
      {task && (
        <div className="chosen">
          <GroupList
            view={{ run: output.run, reward: output.reward }}
            tasks={[task]}
            height={size === 'full' ? 24 : 8}
          />
        </div>
      )}
      <table className="table reasons">
        <caption className="hidden">Reasons by task</caption>
        <thead>
          <tr>
            <th>Reason</th>
            {shown.map((i) => (
              <th key={i} className="num" style={{ width: headWidth(TASKS[i]?.reward ?? 'none') }}>
                {TASKS[i]?.reward ?? 'none'}
              </th>
            ))}
            <th className="num" style={{ width: headWidth('All') }}>
              All
            </th>
          </tr>
        </thead>
        <tbody>
          {reasons.map((row) => (
            <tr key={row.reason}>
              <td>
                <ReasonWord reason={row.reason} />
              </td>
              {shown.map((i) => (
                <td key={i} className={row.counts[i] === 0 ? 'num zero' : 'num'}>
                  {count(row.counts[i])}
                </td>
              ))}
              <td className="num strong">{count(row.counts.reduce((sum, n) => sum + n, 0))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** A column as wide as its head or five digits, in px: the reasons get what is left. */
function headWidth(head: string): number {
  return (Math.max(5, head.length) + 1) * 6
}
