import type { CellDocument, NotebookDocument } from '../contract.ts'
import { count, reward } from '../figures/format.ts'
import { FIGURES } from '../figures/index.ts'
import { type Reason, reasonWords } from '../model/reward.ts'
import { TASKS } from '../model/tasks.ts'

/** Cells are numbered from 1 in their order; notes have no number. */
export function cellNumbers(document: NotebookDocument): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  for (const cell of document.cells) if (cell.kind !== 'note') numbers.set(cell.id, numbers.size + 1)
  return numbers
}

const ORDER_WORDS: Readonly<Record<string, readonly [string, string]>> = {
  number: ['in file order', 'last in the files first'],
  bytes: ['shortest first', 'longest first'],
  chars: ['fewest characters first', 'most characters first'],
  task: ['by task', 'by task, last first'],
  rewardType: ['by reward type', 'by reward type, last first'],
  subTask: ['by sub-task', 'by sub-task, last first'],
  language: ['by language', 'by language, last first'],
  question: ['by question', 'by question, last first'],
  meanReward: ['lowest mean reward first', 'highest mean reward first'],
  sd: ['least spread first', 'most spread first'],
  file: ['by file', 'by file, last first'],
  source: ['by source', 'by source, last first'],
  ability: ['by ability', 'by ability, last first'],
  tokens: ['fewest tokens first', 'most tokens first'],
  evidence: ['earliest evidence first', 'latest evidence first'],
}

export function orderWords(order: string, descending: boolean): string {
  if (Object.hasOwn(ORDER_WORDS, order)) return ORDER_WORDS[order][descending ? 1 : 0]
  return `by ${fieldWords(order.replace(/^field:/, ''))}${descending ? ', last first' : ''}`
}

/** `row.style` and `extra_info.level` as people read them: the column's own name. */
export function fieldWords(field: string): string {
  return field.replace(/^(?:row|extra_info|reward_model)\./, '')
}

/** A range of mean rewards, or that there is none; '' where neither is asked. */
export function meanWords(params: {
  readonly minReward?: number | null
  readonly maxReward?: number | null
  readonly rewarded?: boolean | null
}): string {
  const { minReward = null, maxReward = null, rewarded = null } = params
  if (rewarded === false) return 'without a mean reward'
  if (minReward === null && maxReward === null) return rewarded ? 'with a mean reward' : ''
  if (minReward === maxReward) return `mean reward ${reward(minReward ?? 0)}`
  if (maxReward === null) return `mean reward ${reward(minReward ?? 0)} or more`
  if (minReward === null) return `mean reward at most ${reward(maxReward)}`
  return `mean reward ${reward(minReward)} to ${reward(maxReward)}`
}

export function reasonListWords(reasons: readonly string[]): string {
  return reasons.map((each) => reasonWords(each as Reason)).join(' and one ')
}

/** 163,840 bytes as people say it: whole KiB and MiB as thresholds, else the number. */
export function lengthWords(bytes: number): string {
  if (bytes >= 1 << 20 && bytes % (1 << 18) === 0) return `${bytes / (1 << 20)}M`
  if (bytes >= 1024 && bytes % 256 === 0) return `${bytes / 1024}K`
  return count(bytes)
}

export function lengthRangeWords(min: number | null, max: number | null): string {
  if (min === null && max === null) return 'any'
  if (max === null) return `${lengthWords(min as number)} bytes or more`
  if (min === null) return `at most ${lengthWords(max)} bytes`
  return `${lengthWords(min)} to ${lengthWords(max)} bytes`
}

export function listWords(values: readonly string[] | null, most = 2): string {
  if (values === null) return 'any'
  if (values.length === 0) return 'none'
  const shown = values.slice(0, most).join(', ')
  return values.length > most ? `${shown} and ${values.length - most} more` : shown
}

export function taskWords(tasks: readonly string[] | null): string {
  return listWords(tasks?.map((id) => TASKS.find((task) => task.id === id)?.label ?? id) ?? null, 1)
}

/** A parameter's value as a word in a sentence. */
export function paramWords(cell: CellDocument, param: string): string {
  const value = cell.params[param]
  if (param === 'tasks') return taskWords(value as string[] | null)
  if (param === 'files' && Array.isArray(value))
    return value.length === 1 ? baseName(value[0]) : `${value.length} files`
  if (param === 'reward' && value === null) return 'the trainer’s reward of each row'
  if (param === 'figure') return FIGURES.find((figure) => figure.kind === value)?.label ?? String(value)
  if (cell.kind === 'compare' && param === 'what')
    return (
      { group: 'the group', runs: 'two runs', steps: 'runs', prompt: 'one prompt' }[value as string] ?? String(value)
    )
  if (cell.kind === 'compare' && param === 'against') return value === 'before' ? 'the one before' : 'the first'
  if (cell.kind === 'compare' && param === 'over')
    return value === 'own' ? 'each its own samples' : 'the samples of all'
  if (cell.kind === 'compare' && param === 'sample' && value === null)
    return cell.params.what === 'prompt' ? 'the biggest change' : 'the widest spread'
  if (cell.kind === 'compare' && param === 'sample') return `sample ${value}`
  if (cell.kind === 'code' && param === 'language') return value === 'sql' ? 'SQL' : 'TypeScript'
  if (cell.kind === 'code' && param === 'texts') return value ? 'with their texts' : 'without their texts'
  if (param === 'order' && cell.kind === 'samples') {
    return orderWords(String(value), cell.params.descending === true)
  }
  if (param === 'epsilon') return Number(value).toExponential().replace('+', '')
  if ((param === 'alpha' || param === 'gamma') && typeof value === 'number') return value.toFixed(2)
  if (param === 'temperature' || param === 'topP') return Number.isInteger(value) ? `${value}.0` : String(value)
  if (Array.isArray(value)) return listWords(value.map(String))
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'number') return count(value)
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return String(value)
}

const OPTION_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'compare.what': {
    group: 'the responses to one prompt',
    runs: 'two runs, before and after',
    steps: 'two runs or more: by task, and what moved',
    prompt: 'one prompt across runs',
  },
  'compare.against': { first: 'the first run', before: 'the run before' },
  'compare.over': { common: 'samples that all runs have', own: 'each run’s own samples' },
}

/** What a choice means, where its name does not say it; null: it does. */
export function optionWords(kind: string, param: string, option: string): string | null {
  if (kind === 'samples' && param === 'order') return orderWords(option, false)
  return OPTION_WORDS[`${kind}.${param}`]?.[option] ?? null
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path
}

/** "samples 2": a cell as another names it. */
export function inputWords(document: NotebookDocument, id: string): string {
  const cell = document.cells.find((each) => each.id === id)
  if (!cell) return id
  const number = cellNumbers(document).get(id)
  return number === undefined ? cell.kind : `${cell.kind} ${number}`
}
