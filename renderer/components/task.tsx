import { TASKS, type TaskId } from '../../core/model/tasks.ts'

const PLACE = new Map(TASKS.map((task, index) => [task.id, index]))

/** CSS class that sets `--c` to a task's hue; the fixed order of the nine gives the number. */
export function taskClass(task: TaskId | null): string {
  const place = task === null ? undefined : PLACE.get(task)
  return place === undefined ? '' : `t${place + 1}`
}

export function taskLabel(task: TaskId | null): string {
  const place = task === null ? undefined : PLACE.get(task)
  return place === undefined ? 'No task' : TASKS[place].label
}

/** A swatch and the name: a task is never told by colour alone. */
export function TaskName({ task, children }: { task: TaskId | null; children?: React.ReactNode }) {
  return <span className={`task ${taskClass(task)}`}>{children ?? taskLabel(task)}</span>
}
