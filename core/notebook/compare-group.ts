/** The responses to one prompt in one run: which is best, and which is worth laying beside it. */
import type { RunColumns } from '../contract.ts'
import { type Reason, reasonMark } from '../model/reward.ts'
import type { FinishReason } from '../model/rollout.ts'
import { type TaskId, taskAt } from '../model/tasks.ts'

export interface ComparedResponse {
  readonly index: number
  readonly reward: number | null
  readonly reason: string
  /** Completion tokens, null where the server did not count them. */
  readonly tokens: number | null
  readonly chars: number
  readonly finishReason: FinishReason
}

export interface ComparedGroup {
  readonly sampleId: string
  readonly number: number
  readonly task: TaskId | null
  readonly responses: readonly ComparedResponse[]
  readonly mean: number | null
  /** n - 1; null under two rewards. */
  readonly sd: number | null
}

/** The group of a sample, by id or by number as people see it; null where the run has no response to it. */
export function groupNamed(columns: RunColumns, sample: string): ComparedGroup | null {
  const id = columns.sampleIds.indexOf(sample)
  const group = id >= 0 ? id : columns.sampleNumbers.indexOf(Number(sample.replaceAll(',', '')))
  return group < 0 ? null : groupAt(columns, group)
}

/** The group whose rewards are furthest apart: the one with most to learn from. The first of equals; null without any. */
export function widestGroup(columns: RunColumns): ComparedGroup | null {
  let widest: ComparedGroup | null = null
  for (let group = 0; group < columns.sampleIds.length; group++) {
    const one = groupAt(columns, group)
    if (widest === null || (one.sd ?? -1) > (widest.sd ?? -1)) widest = one
  }
  return widest
}

function groupAt(columns: RunColumns, group: number): ComparedGroup {
  const { offsets, rewards, scored, reasons, reasonNames, indices, tokens, chars, truncated } = columns
  const responses: ComparedResponse[] = []
  for (let i = offsets[group]; i < offsets[group + 1]; i++) {
    responses.push({
      index: indices[i],
      reward: scored[i] ? rewards[i] : null,
      reason: reasonNames[reasons[i]],
      tokens: tokens[i] < 0 ? null : tokens[i],
      chars: chars[i],
      finishReason: truncated[i] ? 'length' : 'stop',
    })
  }
  const there = responses.flatMap(({ reward }) => (reward === null ? [] : [reward]))
  const mean = there.length > 0 ? there.reduce((sum, value) => sum + value, 0) / there.length : null
  const squares = there.reduce((sum, value) => sum + (value - (mean ?? 0)) ** 2, 0)
  return {
    sampleId: columns.sampleIds[group],
    number: columns.sampleNumbers[group],
    task: taskAt(columns.tasks[group]),
    responses,
    mean,
    sd: there.length > 1 ? Math.sqrt(squares / (there.length - 1)) : null,
  }
}

const COMPARED: ReadonlySet<string> = new Set(['right', 'partial', 'wrong'])
const compared = ({ reason }: ComparedResponse) => COMPARED.has(reasonMark(reason as Reason))

/** The highest reward; the first of equals. Null where none has one. */
export function bestOf(responses: readonly ComparedResponse[]): ComparedResponse | null {
  return pick(responses, (a, b) => a > b)
}

/**
 * The lowest reward of a response that was compared with the gold: a gate or an answer that could not be read hides what
 * there is to learn. Where none but `best` was compared, the lowest of all others.
 */
export function worstOf(
  responses: readonly ComparedResponse[],
  best: ComparedResponse | null,
): ComparedResponse | null {
  const others = responses.filter((response) => response !== best)
  return pick(others.filter(compared), (a, b) => a < b) ?? pick(others, (a, b) => a < b)
}

function pick(
  responses: readonly ComparedResponse[],
  better: (a: number, b: number) => boolean,
): ComparedResponse | null {
  let found: ComparedResponse | null = null
  for (const response of responses) {
    if (response.reward === null) continue
    if (found === null || better(response.reward, found.reward as number)) found = response
  }
  return found
}
