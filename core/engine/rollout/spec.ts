import type { RolloutSpec } from '../../contract.ts'
import { LongviewError, shownValue } from '../../model/errors.ts'

function wrong(what: string, value: unknown, remedy: string): LongviewError {
  return new LongviewError({ code: 'usage', what, value: shownValue(value), remedy })
}

function whole(value: number | null, name: string, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (value === null) return
  if (!Number.isInteger(value) || value < least || value > most)
    throw wrong(`${name} must be a whole number from ${least} to ${most}.`, value, `Give ${name} such a number.`)
}

/** Checks everything that can be known before a request is sent. @throws {LongviewError} usage */
export function checkSpec(spec: RolloutSpec): void {
  whole(spec.n, 'n', 1, 4096)
  if (!Number.isFinite(spec.temperature) || spec.temperature < 0)
    throw wrong('The temperature must be 0 or above.', spec.temperature, 'Give 0 for greedy sampling, 1 for training.')
  if (!(spec.topP > 0 && spec.topP <= 1))
    throw wrong('top-p must be above 0 and at most 1.', spec.topP, 'Give 1 to sample from all tokens.')
  whole(spec.maxTokens, 'max-tokens', 1)
  whole(spec.concurrency, 'concurrency', 1, 65536)
  whole(spec.nPerRequest, 'n-per-request', 1, spec.n)
  whole(spec.maxTotalTokens, 'max-total-tokens', 1)
  if (spec.maxSeconds !== null && !(spec.maxSeconds > 0))
    throw wrong('max-seconds must be above 0.', spec.maxSeconds, 'Leave it out for no limit.')
  if (spec.temperature === 0 && spec.nPerRequest > 1)
    throw wrong(
      'Greedy sampling with several responses a request is refused by some servers.',
      spec.nPerRequest,
      'Use n-per-request 1, or a temperature above 0.',
    )
  if (spec.endpoints.length === 0)
    throw wrong(
      'A rollout needs an endpoint.',
      spec.endpoints,
      'Give --endpoint URL, or demo: for the recorded responses.',
    )
  if (spec.shard) {
    whole(spec.shard.of, 'shard count', 1)
    whole(spec.shard.index, 'shard', 1, spec.shard.of)
  }
  if (spec.run !== null && !runNameFits(spec.run))
    throw wrong('A run needs a name of 1 to 200 visible characters.', spec.run, 'Choose another name.')
  for (const [name, text] of [
    ['system message', spec.system],
    ['template kwargs', spec.templateKwargs && JSON.stringify(spec.templateKwargs)],
  ] as const)
    if (text && (!text.isWellFormed() || text.includes('\0')))
      throw wrong(
        `The ${name} holds a NUL or half a character.`,
        text,
        'Remove it: servers refuse or change such text.',
      )
}

export function runNameFits(name: string): boolean {
  return name.length > 0 && name.length <= 200 && name.trim() === name && !/[\u0000-\u001f\u007f]/.test(name)
}

/** What makes two sessions the same run. Endpoints, concurrency, order and budgets may differ between sessions. */
export interface RunIdentity {
  readonly model: string
  readonly n: number
  readonly temperature: number
  readonly topP: number
  readonly maxTokens: number | null
  readonly system: string | null
  readonly templateKwargs: Readonly<Record<string, unknown>> | null
}

export function identityOf(spec: RolloutSpec, model: string): RunIdentity {
  const { n, temperature, topP, maxTokens, system, templateKwargs } = spec
  return { model, n, temperature, topP, maxTokens, system, templateKwargs }
}

/** One line a field that differs, `field: then -> now`; empty when a run may go on. */
export function identityDifference(then: RunIdentity, now: RunIdentity): string[] {
  const lines: string[] = []
  for (const field of Object.keys(now) as (keyof RunIdentity)[]) {
    const [a, b] = [then[field], now[field]]
    if (sortedJson(a) !== sortedJson(b)) lines.push(`${field}: ${shownValue(a)} -> ${shownValue(b)}`)
  }
  return lines
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, v) =>
    v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  )
}
