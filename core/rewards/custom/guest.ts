/**
 * What runs inside the sandbox around a user's reward: the host sets a group, then calls once a response. Plain texts
 * cross, so that the host never touches an object that the guest made.
 */
import type { GuestResponse, GuestResult } from './api.ts'

/** One sample's side of a call, as the host sends it. */
export interface GuestGroup {
  readonly truth: {
    readonly answers: readonly string[]
    readonly label: string
    readonly language: 'English' | 'Chinese'
    readonly raw: unknown
  }
  readonly sample: {
    readonly id: string
    readonly dataSource: string
    readonly rewardType: string
    readonly task: string
    readonly question: string
    readonly extraInfo: unknown
  }
}

export type UserReward = (
  response: GuestResponse,
  truth: GuestGroup['truth'],
  sample: GuestGroup['sample'],
) => GuestResult

const OPEN_END = '</think>'

/**
 * Installs the two functions that the host calls. `__call` answers a number as itself and everything else as JSON:
 * `{"error"}` for what the reward did wrong, with the reason in words.
 */
export function install(user: { readonly default?: unknown }): void {
  const reward = user.default
  if (typeof reward !== 'function') throw new TypeError('the file has no `export default function reward(...)`')
  let group: GuestGroup
  const scope = globalThis as Record<string, unknown>
  scope.__group = (json: string) => {
    group = deepFreeze(JSON.parse(json))
  }
  scope.__call = (text: string, finishReason: string | null, tokens: number | null): number | string => {
    const at = text.lastIndexOf(OPEN_END)
    const afterThinking = at < 0 ? text : text.slice(at + OPEN_END.length)
    const response: GuestResponse = Object.freeze({ text, afterThinking, finishReason, tokens })
    return checked((reward as UserReward)(response, group.truth, group.sample))
  }
}

function checked(result: unknown): number | string {
  if (typeof result === 'number') {
    return Number.isFinite(result) ? result : wrongly(`it returned ${result}: a reward is finite, or null`)
  }
  if (result === null) return '{"value":null}'
  if (typeof result !== 'object')
    return wrongly(`it returned ${String(result)}: a reward is a number, null or a result`)
  if (typeof (result as PromiseLike<unknown>).then === 'function') {
    return wrongly('it returned a promise: a reward answers at once')
  }
  const { value, reason, spans } = result as { value?: unknown; reason?: unknown; spans?: unknown }
  if (value !== null && (typeof value !== 'number' || !Number.isFinite(value))) {
    return wrongly(`its value is ${String(value)}: a reward is finite, or null`)
  }
  return JSON.stringify({ value, reason, spans })
}

const wrongly = (error: string) => JSON.stringify({ error })

/** One response must not change what the next one sees. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) deepFreeze(each)
    Object.freeze(value)
  }
  return value
}
