import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { LongviewError } from '../../model/errors.ts'
import type { Reward } from '../../model/reward.ts'
import type { Language, Truth } from '../../model/sample.ts'
import type { GuestSpan } from '../../rewards/custom/api.ts'
import type { GuestGroup } from '../../rewards/custom/guest.ts'
import { gate } from '../../rewards/index.ts'
import { bundleReward } from '../sandbox/bundle.ts'
import { DEFAULT_LIMITS, type SandboxResult } from '../sandbox/messages.ts'
import { createSidecar, type PythonResult } from '../sandbox/python.ts'
import { createSandbox } from '../sandbox/quickjs.ts'

export { isRewardFile } from '../../model/reward.ts'

/** A sample as a user's reward sees it. */
export interface UserSample {
  readonly id: string
  readonly rewardType: string
  readonly task: string
  readonly question: string
  readonly language: Language
  readonly truth: Truth
}

export interface UserCall {
  readonly text: string
  readonly finishReason: string | null
  readonly tokens: number | null
}

export interface UserAnswer {
  readonly reward: Reward
  /** What the reward marked in the response, for the trace. */
  readonly spans: readonly GuestSpan[]
}

/** A reward file, opened: one process of its own; ask for several to use several cores. */
export interface UserReward {
  /** Hash of the code: results are kept under it. */
  readonly hash: string
  readonly language: 'typescript' | 'python'
  /** Starts it, so that a file that cannot be run is told before any response is read. @throws {LongviewError} usage */
  ready(): Promise<void>
  score(sample: UserSample, calls: readonly UserCall[]): Promise<UserAnswer[]>
  /** The same for many samples, a list each: Python is asked in large messages. */
  scoreAll(groups: readonly UserGroup[]): Promise<UserAnswer[][]>
  close(): void
}

/** The responses of one sample. */
export interface UserGroup {
  readonly sample: UserSample
  readonly calls: readonly UserCall[]
}

/** Hash of a reward file as it stands: what its results are kept under. @throws {LongviewError} as openUserReward */
export async function hashReward(file: string): Promise<string> {
  if (extname(file).toLowerCase() !== '.py') return (await bundleReward(file)).hash
  return createHash('sha256').update(readPython(file)).digest('hex')
}

/** @throws {LongviewError} unreadable or usage: the file is missing, is no reward, or imports what it may not */
export async function openUserReward(file: string): Promise<UserReward> {
  return extname(file).toLowerCase() === '.py' ? openPython(file) : openTypeScript(file)
}

async function openTypeScript(file: string): Promise<UserReward> {
  const bundle = await bundleReward(file)
  const sandbox = createSandbox(bundle, DEFAULT_LIMITS)
  const score = async (sample: UserSample, calls: readonly UserCall[]): Promise<UserAnswer[]> => {
    const stopped = calls.map(({ text }) => (bundle.gate ? gate(text) : null))
    const open = calls.filter((_, i) => !stopped[i])
    const results = open.length > 0 ? await sandbox.run(guestGroup(sample), open) : []
    let at = 0
    return stopped.map((reward) => (reward ? { reward, spans: [] } : fromSandbox(results[at++])))
  }
  return {
    hash: bundle.hash,
    language: 'typescript',
    ready: () => sandbox.ready(),
    score,
    scoreAll: (groups) => Promise.all(groups.map(({ sample, calls }) => score(sample, calls))),
    close: () => sandbox.close(),
  }
}

function readPython(file: string): Buffer {
  if (existsSync(file)) return readFileSync(file)
  throw new LongviewError({
    code: 'unreadable',
    what: 'The reward file cannot be opened.',
    value: file,
    remedy: 'Name a .ts, .js or .py file, or a built-in reward.',
  })
}

/** verl calls a custom compute_score with the raw response, before any gate: so do we. */
async function openPython(file: string): Promise<UserReward> {
  const hash = createHash('sha256').update(readPython(file)).digest('hex')
  const sidecar = createSidecar(file)
  const scoreAll = async (groups: readonly UserGroup[]): Promise<UserAnswer[][]> => {
    const asked = groups.map(({ sample, calls }) => ({ group: sample.truth, texts: calls.map(({ text }) => text) }))
    const results = await sidecar.run(asked)
    return results.map((each) => each.map((result) => ({ reward: fromPython(result), spans: [] })))
  }
  return {
    hash,
    language: 'python',
    ready: () => sidecar.ready(),
    scoreAll,
    score: async (sample, calls) => (await scoreAll([{ sample, calls }]))[0],
    close: () => sidecar.close(),
  }
}

function guestGroup({ id, rewardType, task, question, language, truth }: UserSample): GuestGroup {
  const raw = truth.groundTruth
  const last: unknown = Array.isArray(raw) ? raw[raw.length - 1] : raw
  const { doc_ids, golden_label } = (typeof last === 'object' && last !== null ? last : {}) as Record<string, unknown>
  return {
    truth: {
      answers: Array.isArray(doc_ids) ? doc_ids.map(String) : [],
      label: typeof golden_label === 'string' ? golden_label : typeof last === 'string' ? last : '',
      language,
      raw,
    },
    sample: { id, dataSource: truth.dataSource, rewardType, task, question, extraInfo: truth.extraInfo },
  }
}

/** A value's own reason; the user's words stand beside it. */
function valued(value: number, detail?: string): Reward {
  const reason = value === 1 ? 'right' : value === 0 ? 'wrong' : 'partial'
  return { value, reason, ...(detail && { detail }) }
}

const failed = (code: string, detail: string): UserAnswer => ({
  reward: { value: null, reason: code === 'timeout' ? 'timeout' : `error:${code}`, detail },
  spans: [],
})

function fromSandbox(result: SandboxResult): UserAnswer {
  if (typeof result === 'number') return { reward: valued(result), spans: [] }
  if (typeof result === 'object') return failed(result.failed, result.detail)
  const said = JSON.parse(result) as { error?: string; value?: number | null; reason?: unknown; spans?: GuestSpan[] }
  if (said.error !== undefined) return failed('result', said.error)
  const detail = typeof said.reason === 'string' ? said.reason : undefined
  if (said.value == null) return failed('unscorable', detail ?? 'the reward gave null')
  return { reward: valued(said.value, detail), spans: Array.isArray(said.spans) ? said.spans : [] }
}

function fromPython(result: PythonResult): Reward {
  if (result === null) return failed('unscorable', 'the reward gave None').reward
  if (typeof result === 'number') return valued(result)
  if ('error' in result) return failed('thrown', result.error).reward
  if ('failed' in result) return failed(result.failed, result.detail).reward
  return valued(result.value)
}
