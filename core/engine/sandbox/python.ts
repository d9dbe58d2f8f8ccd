import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { LongviewError } from '../../model/errors.ts'
import { asset } from '../entries.ts'
import { findPython } from './python-path.ts'

/** One sample's side of the calls, as verl passes it. */
export interface PythonGroup {
  readonly dataSource: string
  readonly groundTruth: unknown
  readonly extraInfo: unknown
}

/** A number, null (None), a value with the dict's other fields, or what went wrong with this one call. */
export type PythonResult =
  | number
  | null
  | { readonly value: number; readonly extra: Readonly<Record<string, unknown>> }
  | { readonly error: string }
  | { readonly failed: 'timeout' | 'ended'; readonly detail: string }

export interface Sidecar {
  /** Results in order. A call that hangs or ends Python fails alone: the sidecar is replaced and the others go on. */
  run(group: PythonGroup, texts: readonly string[]): Promise<PythonResult[]>
  close(): void
}

export interface SidecarOptions {
  /** One call may take this long (a batch of an async function: all of it). */
  readonly deadlineMs?: number
  readonly python?: string
  readonly functionName?: string
}

/** Loading the file may import torch. */
const START_MS = 120_000
const ALIVE_MS = 200
const GRACE_MS = 500

type Said =
  | { readonly ready: true }
  | { readonly refused: string }
  | { readonly batch: number; readonly results: readonly PythonResult[] }
  | 'hung'
  | 'ended'

interface Running {
  readonly process: ChildProcess
  wait(ms: number): Promise<Said>
  stderr(): string
}

/** A sidecar for one Python file; it runs with the user's rights, in its own process group. */
export function createSidecar(file: string, options: SidecarOptions = {}): Sidecar {
  const { deadlineMs = 30_000, functionName = 'compute_score' } = options
  let running: Promise<Running> | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let next = 0
  let closed = false

  const alive = () => (running ??= start(file, functionName, options.python ?? findPython()))
  const drop = async () => {
    const old = running
    running = null
    const child = (await old?.catch(() => null))?.process
    if (child) killGroup(child)
  }

  async function attempt(group: PythonGroup, texts: readonly string[]): Promise<PythonResult[] | 'hung' | 'ended'> {
    const { process: child, wait } = await alive()
    const batch = next++
    const answered = wait(deadlineMs + ALIVE_MS + GRACE_MS)
    const { dataSource, groundTruth, extraInfo } = group
    const message = { batch, data_source: dataSource, ground_truth: groundTruth, extra_info: extraInfo, texts }
    child.stdin?.write(`${JSON.stringify(message)}\n`)
    const said = await answered
    if (typeof said === 'object' && 'results' in said) return [...said.results]
    await drop()
    return said === 'hung' ? 'hung' : 'ended'
  }

  async function all(group: PythonGroup, texts: readonly string[]): Promise<PythonResult[]> {
    const whole = await attempt(group, texts)
    if (typeof whole !== 'string') return whole
    // Which call it was is found by making them one at a time.
    const results: PythonResult[] = []
    for (const text of texts) {
      if (closed) throw new LongviewError({ code: 'cancelled', what: 'Scoring was stopped.' })
      const one = await attempt(group, [text])
      if (typeof one !== 'string') results.push(one[0])
      else if (one === 'hung') results.push({ failed: 'timeout', detail: `no answer within ${deadlineMs / 1000} s` })
      else results.push({ failed: 'ended', detail: 'the call ended Python' })
    }
    return results
  }

  return {
    run(group, texts) {
      const mine = turn.then(() => all(group, texts))
      turn = mine.catch(() => {})
      return mine
    },
    close() {
      closed = true
      void drop()
    },
  }
}

/** The sidecar and whatever it started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // gone already is what was wanted
  }
}

async function start(file: string, functionName: string, python: string): Promise<Running> {
  const script = fileURLToPath(asset('core/engine/sandbox/sidecar.py'))
  const child = spawn(python, ['-u', script, file, functionName], { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-8192)
  })
  child.stdin.on('error', () => {}) // its end is told by 'exit'
  const lines = createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })
  const running: Running = {
    process: child,
    stderr: () => stderr,
    wait: (ms) =>
      new Promise((resolve) => {
        let timer = setTimeout(() => done('hung'), ms)
        const done = (said: Said) => {
          clearTimeout(timer)
          lines.off('line', heard)
          child.off('exit', ended).off('error', ended)
          resolve(said)
        }
        const heard = (line: string) => {
          const said = JSON.parse(line)
          if (!said.alive) return done(said)
          clearTimeout(timer)
          timer = setTimeout(() => done('hung'), ms)
        }
        const ended = () => done('ended')
        lines.on('line', heard)
        child.on('exit', ended).on('error', ended)
      }),
  }
  const said = await running.wait(START_MS)
  if (typeof said === 'object' && 'ready' in said) return running
  killGroup(child)
  const detail = typeof said === 'object' && 'refused' in said ? said.refused : stderr.trim() || `Python ${said}`
  throw new LongviewError({
    code: 'usage',
    what: `The reward file cannot be run: ${detail}`,
    where: file,
    ...(stderr && { value: stderr.trim().slice(-1000) }),
    remedy: `It needs a function ${functionName}(data_source, solution_str, ground_truth, extra_info=None). Python: ${python}.`,
  })
}
