/** What `score` reads of its rows, and the judge of each, its gold prepared once a group. */
import type { Engine } from '../../contract.ts'
import { type ErrorParts, shownValue } from '../../model/errors.ts'
import type { Truth } from '../../model/sample.ts'
import { rewardTypeOf } from '../../model/tasks.ts'
import type { Judge, Judged, Judges } from './judge.ts'

/** What `score` reads of a row, checked. */
export interface ScoreRow extends Judged {
  readonly sampleId: string | null
  readonly group: string | null
  /** Null: the workspace knows it. */
  readonly truth: Truth | null
  readonly rewardType: string | null
}

const wrong = (what: string, value: unknown, remedy: string): ErrorParts => ({
  code: 'usage',
  what,
  ...(value !== undefined && { value: shownValue(value) }),
  remedy,
})

const name = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null

function typeOf(extraInfo: unknown): string {
  const mode = (extraInfo as { reward_mode?: unknown } | null | undefined)?.reward_mode
  return rewardTypeOf(typeof mode === 'string' ? mode : null)
}

/** The row's parts, or what is missing. */
export function scoreRow(row: Readonly<Record<string, unknown>>): ScoreRow | ErrorParts {
  const { response, data_source, ground_truth, extra_info, reward_type } = row
  if (typeof response !== 'string')
    return wrong('The row has no response.', response, 'A row is {data_source, response, ground_truth, extra_info}.')
  const sampleId = name(row.sample_id)
  const group = name(row.group) ?? sampleId
  const told = typeof reward_type === 'string' ? reward_type : null
  const usage = row.usage as { completion_tokens?: unknown } | null | undefined
  const tokens = typeof usage?.completion_tokens === 'number' ? usage.completion_tokens : null
  const finishReason = typeof row.finish_reason === 'string' ? row.finish_reason : null
  const judged = { response, finishReason, tokens, sampleId, group }
  if (ground_truth === undefined && sampleId !== null) return { ...judged, truth: null, rewardType: told }
  if (typeof data_source !== 'string')
    return wrong(
      'The row has no data_source.',
      data_source,
      'A row is {data_source, response, ground_truth, extra_info}.',
    )
  if (ground_truth === undefined)
    return wrong('The row has no ground_truth.', undefined, 'Add it, or a sample_id that the workspace knows.')
  const truth = { dataSource: data_source, groundTruth: ground_truth, extraInfo: extra_info ?? null }
  return { ...judged, truth, rewardType: told ?? typeOf(extra_info) }
}

interface Prepared {
  readonly judge: Judge
  readonly rewardType: string
}

/** Groups come together or nearly so: a few hundred prepared golds serve any order that occurs. */
const KEPT = 256

/** @param engine opened when the first row needs it: rows that carry their own truth need no workspace */
export function judgesOfRows(engine: () => Promise<Engine>, judges: Judges) {
  const kept = new Map<string, Prepared | ErrorParts>()

  const prepared = (truth: Truth, sampleId: string | null, rewardType: string): Prepared => ({
    judge: judges.of(truth, sampleId ?? '', rewardType),
    rewardType,
  })

  async function make({ sampleId, truth, rewardType }: ScoreRow): Promise<Prepared | ErrorParts> {
    if (truth) return prepared(truth, sampleId, rewardType ?? '')
    const found = (await (await engine()).truths({ ids: [sampleId as string] }))[sampleId as string]
    if (!found)
      return wrong('The workspace has no such sample.', sampleId, 'Index its file, or name another --workspace.')
    return prepared(found, sampleId, rewardType ?? typeOf(found.extraInfo))
  }

  return async (row: ScoreRow): Promise<Prepared | ErrorParts> => {
    const key = row.truth ? JSON.stringify([row.rewardType, row.truth]) : `${row.sampleId} ${row.rewardType}`
    const known = kept.get(key)
    const made = known ?? (await make(row))
    kept.delete(key)
    kept.set(key, made)
    if (kept.size > KEPT) kept.delete(kept.keys().next().value as string)
    return made
  }
}

export const isError = (value: object): value is ErrorParts => 'code' in value && 'what' in value
