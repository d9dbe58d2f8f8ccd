/** The options by which samples are chosen: `samples` and `rollout` take the same. */
import { resolve } from 'node:path'
import type { SampleFilter } from '../../contract.ts'
import { SUB_TASKS, TASKS, type TaskId } from '../../model/tasks.ts'
import { nearest } from './nearest.ts'
import { choices, flag, integer, number, Problem, text, texts, type ValuesOf } from './option.ts'

const TASK_IDS = TASKS.map(({ id }) => id)

/** `T3.2` is enough for `T3.2 Single-Hop Fact QA`. */
function readSubTask(typed: string): string {
  const known = Object.keys(SUB_TASKS)
  const found = known.find((name) => name === typed || name.split(' ')[0] === typed.toUpperCase())
  if (found) return found
  const close = nearest(typed, known)
  throw new Problem(`must be a LongBench-Pro sub-task such as T3.2${close ? `; did you mean "${close}"?` : ''}`)
}

export const FILTER_OPTIONS = {
  task: choices<TaskId>('T', TASK_IDS, `one of ${TASK_IDS.join(', ')}`),
  'reward-type': texts('R', "the trainer's grouping, such as EM, F1_Score, math_longcot_math_verify"),
  'sub-task': { ...texts('S', 'a LongBench-Pro sub-task, its number is enough: T3.2'), read: readSubTask },
  language: choices('L', ['English', 'Chinese'] as const, 'English or Chinese'),
  file: { ...texts('FILE', 'samples of an indexed file'), read: (typed: string) => resolve(typed) },
  source: texts('D', 'data_source as stored'),
  'min-bytes': integer('N', 'prompts of at least so many bytes', { least: 0 }),
  'max-bytes': integer('N', 'prompts of at most so many bytes', { least: 0 }),
  search: text('TEXT', 'every word occurs in prompt, question or answer; quotes make a phrase'),
  set: texts('NAME', 'samples of a named set; of several, those in all'),
  'rewards-of': text('RUN', 'the run whose rewards the next four speak of'),
  'min-reward': number('X', 'a mean reward of at least X'),
  'max-reward': number('X', 'a mean reward of at most X'),
  'no-reward': flag('only samples without a mean reward, which is not a mean of 0'),
  reason: texts('R', 'a response with this reason, such as wrong or gate:no-think-end'),
} as const

/** The filter of the engine; what was not given does not narrow. */
export function filterOf(values: ValuesOf<typeof FILTER_OPTIONS>): SampleFilter {
  const some = <Value>(list: readonly Value[]) => (list.length > 0 ? list : undefined)
  return {
    tasks: some(values.task),
    rewardTypes: some(values['reward-type']),
    subTasks: some(values['sub-task']),
    languages: some(values.language),
    files: some(values.file),
    sources: some(values.source),
    minBytes: values['min-bytes'],
    maxBytes: values['max-bytes'],
    search: values.search,
    sets: some(values.set),
    run: values['rewards-of'],
    minReward: values['min-reward'],
    maxReward: values['max-reward'],
    ...(values['no-reward'] && { rewarded: false }),
    reasons: some(values.reason),
  }
}
