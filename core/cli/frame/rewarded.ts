/** Rows with rewards, from JSON Lines or a stored run, as columns for the estimators. */
import { resolve } from 'node:path'
import type { Engine, RunColumns } from '../../contract.ts'
import { type ErrorParts, LongviewError, shownValue } from '../../model/errors.ts'
import type { Context } from './context.ts'
import { text } from './option.ts'
import { openRows, readRows } from './rows.ts'
import { untilStopped } from './stop.ts'

export interface RewardedRow {
  /** The row as JSON text: what passes through is not read and written again. */
  readonly json: string
  readonly fields: ReadonlySet<string>
  readonly group: string
  readonly type: string
  readonly reward: number | null
  /** Why the row takes no part. */
  readonly error: ErrorParts | null
}

const asName = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null

function wrong(what: string, where: string, value: unknown, remedy: string): ErrorParts {
  return { code: 'reward', what, where, ...(value !== undefined && { value: shownValue(value) }), remedy }
}

function rewardedRow(row: Readonly<Record<string, unknown>>, json: string, where: string): RewardedRow {
  const group = asName(row.group)
  const { reward } = row
  const number = typeof reward === 'number' && Number.isFinite(reward)
  let error: ErrorParts | null = null
  if (group === null)
    error = wrong('The row has no group.', where, row.group, 'Rollouts of one prompt carry one group: text or number.')
  else if (!number && reward !== null)
    error = wrong('The reward is neither a number nor null.', where, reward, 'Null is unscorable and takes no part.')
  return {
    json,
    fields: new Set(Object.keys(row)),
    group: group ?? '',
    type: asName(row.reward_type) ?? '',
    reward: number && !error ? reward : null,
    error,
  }
}

export interface Rewarded {
  readonly rows: readonly RewardedRow[]
  /** Lines that are no rows; they are told on standard error and pass nothing through. */
  readonly setAside: number
}

/** @throws {LongviewError} unreadable */
export async function rowsFromInput({ notes, stop, cwd }: Context, name: string): Promise<Rewarded> {
  const rows: RewardedRow[] = []
  let setAside = 0
  const input = openRows(name, cwd, process.stdin)
  for await (const { line, text, row, problem } of untilStopped(readRows(input, stop.signal), stop.signal)) {
    if (row) rows.push(rewardedRow(row, text, `line ${line}`))
    else {
      setAside++
      notes.warn(`${input.from}:${line}: set aside: ${problem}`)
    }
    if (line % 10_000 === 0) notes.progress(`${line} rows read`)
  }
  notes.settle()
  return { rows, setAside }
}

/** The rewards of a run as rows. @throws {LongviewError} not-found when it is not scored */
export async function rowsFromRun(context: Context, run: string, reward: string | undefined): Promise<Rewarded> {
  const columns = await columnsOfRun(context, run, reward)
  const rows: RewardedRow[] = []
  columns.sampleIds.forEach((group, g) => {
    const type = columns.rewardTypes[columns.types[g]]
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      const reward = columns.scored[i] ? columns.rewards[i] : null
      const row = { run, sample_id: group, group, index: columns.indices[i], reward_type: type, reward }
      const whole = { ...row, reason: columns.reasonNames[columns.reasons[i]] }
      rows.push({ json: JSON.stringify(whole), fields: new Set(Object.keys(whole)), group, type, reward, error: null })
    }
  })
  return { rows, setAside: 0 }
}

/** A set of stored rewards in words: "the trainer's, corrected". */
const described = ({ spec, mode }: Stored) => `${spec.reward ?? "the trainer's"}, ${mode}`

type Stored = Awaited<ReturnType<Engine['rewardsOf']>>[number]

/**
 * The columns of a stored and scored run. A run may have several sets of rewards: `reward` names one by the reward or by
 * its key; without it the newest of the trainer's own is taken, for a second opinion must not replace the first in silence.
 * @throws {LongviewError} not-found when it is not scored, or not with this reward
 */
export async function columnsOfRun(context: Context, run: string, reward: string | undefined): Promise<RunColumns> {
  const engine = await context.engine('read')
  const sets = await engine.rewardsOf({ run })
  const names = reward === undefined ? [] : [reward, resolve(context.cwd, reward)]
  const fits = ({ reward: key, spec }: Stored) =>
    reward === undefined ? !spec.reward : names.includes(key) || names.includes(spec.reward ?? '')
  const chosen = sets.find(fits) ?? (reward === undefined ? sets[0] : undefined)
  if (!chosen)
    throw new LongviewError({
      code: 'not-found',
      what: sets.length === 0 ? 'The run is not scored yet.' : 'The run is not scored with this reward.',
      value: reward === undefined ? run : `${run}, ${reward}`,
      remedy: `longview score --run ${run}${reward === undefined ? '' : ` --reward ${reward}`}`,
    })
  if (sets.length > 1)
    context.notes.note(
      `Rewards of ${run}: ${described(chosen)} (${chosen.reward}); --reward chooses among ${sets.length}.`,
    )
  return engine.columns({ run, reward: chosen.reward })
}

export const REWARD_OPTION = text('NAME|KEY', "which of the run's rewards (default: the newest of the trainer's own)")
