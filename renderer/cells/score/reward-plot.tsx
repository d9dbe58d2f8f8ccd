import type { Task } from '../../../core/model/tasks.ts'
import { taskClass } from '../../components/task.tsx'
import { count, reward } from '../../format.ts'
import { BINS, type TaskRewards } from './by-task.ts'

const WIDTH = 104
const HEIGHT = 48
const TALLEST = 42
const GUTTER = 12

interface PlotProps {
  readonly task: Task
  readonly rewards: TaskRewards
  readonly pressed: boolean
  readonly onToggle: () => void
}

/** One task's rewards in its hue; the hatched bar in the gutter is what never came to the comparison. */
export function RewardPlot({ task, rewards, pressed, onToggle }: PlotProps) {
  const total = Math.max(1, rewards.responses)
  const most = Math.max(1, rewards.stopped, ...rewards.bins)
  const height = (n: number) => (n === 0 ? 0 : Math.max(1, Math.sqrt(n / most) * TALLEST))
  const step = (WIDTH - GUTTER) / BINS
  const bars = rewards.bins
    .map((n, i) => {
      if (n === 0) return ''
      const tall = height(n).toFixed(1)
      return `M${(GUTTER + i * step).toFixed(2)} 47v-${tall}h${(step * 0.8).toFixed(2)}v${tall}z`
    })
    .join('')
  const words =
    rewards.mean === null
      ? 'no rewards'
      : `${count(total)} responses, mean ${reward(rewards.mean)}, ${count(rewards.stopped)} stopped before the comparison`
  return (
    <button type="button" className={`mini ${taskClass(task.id)}`} aria-pressed={pressed} onClick={onToggle}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {rewards.stopped > 0 && (
          <rect
            className="gutter"
            x="1"
            width="7"
            y={47 - height(rewards.stopped)}
            height={height(rewards.stopped)}
            vectorEffect="non-scaling-stroke"
          />
        )}
        <path className="bars" d={bars} />
        <path className="axis" d={`M0 47.5h${WIDTH}`} vectorEffect="non-scaling-stroke" />
      </svg>
      <span className="fname">{task.label}</span>
      <span className="fcount">{rewards.mean === null ? <i className="null">null</i> : reward(rewards.mean)}</span>
      <span className="fmetric">{task.reward}</span>
      <span className="hidden">{words}</span>
    </button>
  )
}
