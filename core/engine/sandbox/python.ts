import { LongviewError } from '../../model/errors.ts'
import { findPython } from './python-path.ts'
import { type PythonProcess, type PythonResult, startPython } from './python-process.ts'

export type { PythonResult } from './python-process.ts'

/** One sample's side of the calls, as verl passes it. */
export interface PythonGroup {
  readonly dataSource: string
  readonly groundTruth: unknown
  readonly extraInfo: unknown
}

/** The responses of one sample. */
export interface PythonCalls {
  readonly group: PythonGroup
  readonly texts: readonly string[]
}

export interface Sidecar {
  /**
   * Results in order, a list a group. A call that hangs or ends Python fails alone: the sidecar is replaced and the
   * others go on.
   * @throws {LongviewError} usage, where the file cannot be loaded; cancelled, where the sidecar was closed
   */
  run(groups: readonly PythonCalls[]): Promise<PythonResult[][]>
  /** Starts Python where it does not run, and loads the file. @throws {LongviewError} as run */
  ready(): Promise<void>
  close(): void
}

export interface SidecarOptions {
  /** One call may take this long (of an async function: the calls of one group, which run together). */
  readonly deadlineMs?: number
  readonly python?: string
  readonly functionName?: string
}

const ALIVE_MS = 200
const GRACE_MS = 500
/** Characters of responses that one message holds; a single group may be longer. */
const MESSAGE_CHARS = 4_000_000

/** A sidecar for one Python file; it runs with the user's rights, in its own process group. */
export function createSidecar(file: string, options: SidecarOptions = {}): Sidecar {
  const { deadlineMs = 30_000, functionName = 'compute_score' } = options
  let running: PythonProcess | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let next = 0
  let closed = false

  const alive = (): PythonProcess => {
    if (closed) throw new LongviewError({ code: 'cancelled', what: 'Scoring was stopped.' })
    running ??= startPython(options.python ?? findPython(), file, functionName)
    return running
  }
  const drop = () => {
    running?.kill()
    running = null
  }

  async function attempt(groups: readonly PythonCalls[]): Promise<PythonResult[][] | 'hung' | 'ended'> {
    const python = alive()
    await python.ready
    const answered = python.wait(deadlineMs + ALIVE_MS + GRACE_MS)
    python.send({ batch: next++, groups: groups.map(({ group, texts }) => [...fieldsOf(group), texts]) })
    const said = await answered
    if (typeof said === 'object' && 'results' in said) return said.results.map((results) => [...results])
    if (running === python) drop()
    return said === 'hung' ? 'hung' : 'ended'
  }

  /** Which call it was is found by asking again: a group at a time, then one call at a time. */
  async function all(groups: readonly PythonCalls[]): Promise<PythonResult[][]> {
    const whole = await attempt(groups)
    if (typeof whole !== 'string') return whole
    const found: PythonResult[][] = []
    if (groups.length > 1) {
      for (const one of groups) found.push(...(await all([one])))
      return found
    }
    const [{ group, texts }] = groups
    if (texts.length === 1) return [[failure(whole)]]
    const results: PythonResult[] = []
    for (const text of texts) {
      const one = await attempt([{ group, texts: [text] }])
      results.push(typeof one === 'string' ? failure(one) : one[0][0])
    }
    return [results]
  }

  const failure = (end: 'hung' | 'ended'): PythonResult =>
    end === 'hung'
      ? { failed: 'timeout', detail: `no answer within ${deadlineMs / 1000} s` }
      : { failed: 'ended', detail: 'the call ended Python' }

  return {
    run(groups) {
      const mine = turn.then(async () => {
        const found: PythonResult[][] = []
        for (const message of messages(groups)) found.push(...(await all(message)))
        return found
      })
      turn = mine.catch(() => {})
      return mine
    },
    ready: async () => alive().ready,
    close() {
      closed = true
      drop()
    },
  }
}

const fieldsOf = ({ dataSource, groundTruth, extraInfo }: PythonGroup) => [
  dataSource,
  groundTruth ?? null,
  extraInfo ?? null,
]

/** Groups in runs that are short enough for one line each. */
function* messages(groups: readonly PythonCalls[]): Generator<readonly PythonCalls[]> {
  let held: PythonCalls[] = []
  let chars = 0
  for (const calls of groups) {
    const own = calls.texts.reduce((sum, { length }) => sum + length, 0)
    if (held.length > 0 && chars + own > MESSAGE_CHARS) {
      yield held
      held = []
      chars = 0
    }
    held.push(calls)
    chars += own
  }
  if (held.length > 0) yield held
}
