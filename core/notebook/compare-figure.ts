import type { Figure, FigureTable } from '../figures/figure.ts'
import { reward, signed } from '../figures/format.ts'
import { TASKS } from '../model/tasks.ts'
import type { SampleChange } from './compare-runs.ts'
import type { CompareOutput } from './outputs.ts'
import { stepsTaskTable } from './steps-tables.ts'

const TITLES: Readonly<Record<CompareOutput['what'], string>> = {
  runs: 'Two runs compared',
  steps: 'Runs compared',
  group: 'The responses to one prompt',
  prompt: 'One prompt across runs',
}

/** A comparison as a report shows it: its table. */
export function compareFigure(output: CompareOutput): Figure {
  const table =
    output.what === 'runs'
      ? taskTable(output)
      : output.what === 'steps'
        ? stepsTaskTable(output)
        : responseTable(output)
  const title = TITLES[output.what]
  const finding = findingOf(output)
  return {
    kind: 'compare',
    title,
    caption: captionOf(output),
    finding,
    alt: `${title}: ${finding}`,
    columns: 1,
    panels: [],
    table,
  }
}

const number = (value: number | null) => (value === null ? 'null' : reward(value))

function findingOf(output: CompareOutput): string {
  if (output.what === 'runs') {
    const { before, after, difference, up, down, samples } = output.all
    const change = difference === null ? '' : ` (${signed(difference, 4)})`
    return `Mean reward ${number(before)} to ${number(after)}${change}; ${up} of ${samples} samples up, ${down} down.`
  }
  if (output.what === 'steps') {
    const { samples, runs, changed, known, all } = output
    const [most] = samples
    const largest = most
      ? `; most in sample ${most.number}, ${signed(most.change, 4)} from ${runs[most.from].run} to ${runs[most.to].run}`
      : ''
    return `Mean reward ${all.map(({ mean }) => number(mean)).join(', ')}; ${changed} of ${known} samples moved${largest}.`
  }
  if (output.what === 'group') {
    const { number: place, mean, sd } = output.group
    return `Sample ${place}: mean ${number(mean)}, SD ${number(sd)}; best response ${output.best ?? 'none'}, worst ${output.worst ?? 'none'}.`
  }
  return `Sample ${output.groups[0]?.number ?? ''}: mean ${output.groups.map((group) => number(group.mean)).join(' to ')}.`
}

function captionOf(output: CompareOutput): string {
  if (output.what === 'steps') {
    const { runs, against, over, common, known } = output
    const samples = over === 'common' ? `the ${common} of ${known} samples that all have` : 'the samples that each has'
    const held = against === 'first' ? 'the first' : 'the one before'
    return `${runs.map(({ run }) => run).join(', ')}, over ${samples}; SD of the rewards, change against ${held}.`
  }
  if (output.what !== 'runs') return output.question
  const { before, after, onlyBefore, onlyAfter } = output
  const left =
    onlyBefore + onlyAfter > 0 ? `; ${onlyBefore} samples only before and ${onlyAfter} only after are left out` : ''
  return `${before.run} against ${after.run}, over the samples of both${left}.`
}

function taskTable({ tasks, all }: Extract<CompareOutput, { what: 'runs' }>): FigureTable {
  const row = (label: string, change: typeof all) => [
    label,
    change.samples,
    change.before,
    change.after,
    change.difference,
    change.up,
    change.down,
  ]
  const label = (id: string | null) => TASKS.find((task) => task.id === id)?.label ?? 'no task'
  return {
    columns: [
      { name: 'task', label: 'Task', numeric: false },
      { name: 'samples', label: 'Samples', numeric: true, form: 'count' },
      { name: 'before', label: 'Before', numeric: true },
      { name: 'after', label: 'After', numeric: true },
      { name: 'difference', label: 'Difference', numeric: true, form: 'difference' },
      { name: 'up', label: 'Up', numeric: true, form: 'count' },
      { name: 'down', label: 'Down', numeric: true, form: 'count' },
    ],
    rows: [...tasks.map((change) => row(label(change.task), change)), row('all', all)],
    inks: [...tasks.map(({ task }) => TASKS.find((each) => each.id === task)?.token ?? null), null],
  }
}

function responseTable(output: Extract<CompareOutput, { what: 'group' | 'prompt' }>): FigureTable {
  const groups = output.what === 'group' ? [output.group] : output.groups
  return {
    columns: [
      { name: 'run', label: 'Run', numeric: false },
      { name: 'index', label: 'Response', numeric: true, form: 'count' },
      { name: 'reward', label: 'Reward', numeric: true },
      { name: 'reason', label: 'Reason', numeric: false },
      { name: 'tokens', label: 'Tokens', numeric: true, form: 'count' },
      { name: 'finish_reason', label: 'Finish', numeric: false },
    ],
    rows: groups.flatMap(({ run, responses }) =>
      responses.map((each) => [run, each.index, each.reward, each.reason, each.tokens, each.finishReason]),
    ),
  }
}

/** Changed samples as a table: for files. */
export function sampleTable(samples: readonly SampleChange[]): FigureTable {
  return {
    columns: ['sample_id', 'number', 'task', 'before', 'after', 'difference'].map((name, i) => ({
      name,
      label: name,
      numeric: i > 2 || i === 1,
    })),
    rows: samples.map((each) => [each.sampleId, each.number, each.task, each.before, each.after, each.difference]),
  }
}
