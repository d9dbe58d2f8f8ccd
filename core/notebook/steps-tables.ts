/** A comparison of several runs as tables: for reports, files and the clipboard. */
import type { FigureTable } from '../figures/figure.ts'
import { TASKS, type TaskId } from '../model/tasks.ts'
import type { CompareOutput } from './outputs.ts'

export type StepsOutput = Extract<CompareOutput, { what: 'steps' }>

const taskOf = (id: TaskId | null) => TASKS.find((task) => task.id === id)

/** A row a task and run. */
export function stepsTaskTable({ tasks, all, runs }: StepsOutput): FigureTable {
  const groups = [
    ...tasks.map(({ task, steps }) => ({ task: taskOf(task), steps })),
    { task: 'all' as const, steps: all },
  ]
  const label = (task: (typeof groups)[number]['task']) => (task === 'all' ? 'all' : (task?.label ?? 'no task'))
  return {
    columns: [
      { name: 'task', label: 'Task', numeric: false },
      { name: 'run', label: 'Run', numeric: false },
      { name: 'samples', label: 'Samples', numeric: true, form: 'count' },
      { name: 'responses', label: 'Rewards', numeric: true, form: 'count' },
      { name: 'mean', label: 'Mean', numeric: true },
      { name: 'sd', label: 'SD', numeric: true },
      { name: 'change', label: 'Change', numeric: true, form: 'difference' },
    ],
    rows: groups.flatMap(({ task, steps }) =>
      steps.map((step, i) => [label(task), runs[i].run, step.samples, step.responses, step.mean, step.sd, step.change]),
    ),
    inks: groups.flatMap(({ task, steps }) => steps.map(() => (task === 'all' ? null : (task?.token ?? null)))),
  }
}

/**
 * A row a sample that moved. A run's mean is empty where no response has a reward; where the run does not have the
 * sample, the number of its rewards is empty too.
 */
export function stepsSampleTable({ samples, runs }: Pick<StepsOutput, 'samples' | 'runs'>): FigureTable {
  const column = (name: string, numeric: boolean) => ({ name, label: name, numeric })
  return {
    columns: [
      column('sample_id', false),
      column('number', true),
      column('task', false),
      column('from_run', false),
      column('to_run', false),
      ...['from_mean', 'to_mean', 'change', 'from_rewards', 'to_rewards'].map((name) => column(name, true)),
      ...runs.flatMap(({ cell }) => [column(`mean:${cell}`, true), column(`rewards:${cell}`, true)]),
    ],
    rows: samples.map(({ sampleId, number, task, means, counts, from, to, change }) => [
      ...[sampleId, number, task, runs[from].run, runs[to].run],
      ...[means[from], means[to], change, counts[from], counts[to]],
      ...runs.flatMap((_, i) => [means[i], counts[i]]),
    ]),
  }
}
