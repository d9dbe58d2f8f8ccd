import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { LongviewError } from '../../model/errors.ts'
import { asset } from '../entries.ts'

/** A number, null (None), a value with the dict's other fields, or what went wrong with this one call. */
export type PythonResult =
  | number
  | null
  | { readonly value: number; readonly extra: Readonly<Record<string, unknown>> }
  | { readonly error: string }
  | { readonly failed: 'timeout' | 'ended'; readonly detail: string }

/** `hung`: nothing was heard for the time given; `ended`: it is gone, or says what is no answer. */
export type Said =
  | { readonly ready: true }
  | { readonly refused: string }
  | { readonly batch: number; readonly results: readonly (readonly PythonResult[])[] }
  | 'hung'
  | 'ended'

export interface PythonProcess {
  /** The file is loaded. @throws {LongviewError} usage, where it cannot be; cancelled, where it was killed meanwhile */
  readonly ready: Promise<void>
  send(message: object): void
  /** The next answer. */
  wait(ms: number): Promise<Said>
  /** Ends it and whatever it started. */
  kill(): void
}

/** Loading the file may import torch. */
const START_MS = 120_000

/** Starts the sidecar for one file in its own process group. */
export function startPython(python: string, file: string, functionName: string): PythonProcess {
  const script = fileURLToPath(asset('core/engine/sandbox/sidecar.py'))
  const child = spawn(python, ['-u', script, file, functionName], { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  let stderr = ''
  let gone = false
  let killed = false
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-8192)
  })
  child.stdin.on('error', () => {}) // its end is told by 'exit'
  child.on('exit', () => {
    gone = true
  })
  child.on('error', (error) => {
    gone = true
    stderr ||= error.message
  })
  const lines = createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })

  const wait = (ms: number) =>
    new Promise<Said>((resolve) => {
      if (gone) return resolve('ended')
      let timer = setTimeout(() => done('hung'), ms)
      const done = (said: Said) => {
        clearTimeout(timer)
        lines.off('line', heard)
        child.off('exit', ended).off('error', ended)
        resolve(said)
      }
      const heard = (line: string) => {
        const said = answerOf(line)
        if (said !== 'alive') return done(said)
        clearTimeout(timer)
        timer = setTimeout(() => done('hung'), ms)
      }
      const ended = () => done('ended')
      lines.on('line', heard)
      child.on('exit', ended).on('error', ended)
    })
  const kill = () => {
    killed = true
    killGroup(child)
  }
  const loaded = async (answer: Promise<Said>) => {
    const said = await answer
    if (typeof said === 'object' && 'ready' in said) return
    if (killed) throw new LongviewError({ code: 'cancelled', what: 'Scoring was stopped.' })
    kill()
    const detail = typeof said === 'object' && 'refused' in said ? said.refused : stderr.trim() || `Python ${said}`
    throw new LongviewError({
      code: 'usage',
      what: `The reward file cannot be run: ${detail}`,
      where: file,
      ...(stderr && { value: stderr.trim().slice(-1000) }),
      remedy: `It needs a function ${functionName}(data_source, solution_str, ground_truth, extra_info=None). Python: ${python}.`,
    })
  }
  const ready = loaded(wait(START_MS))
  ready.catch(() => {}) // whoever asks for results is told
  return { ready, send: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`), wait, kill }
}

/** A line that is no JSON did not come from our side of the sidecar: nothing more of it can be trusted. */
function answerOf(line: string): Said | 'alive' {
  try {
    const said = JSON.parse(line)
    return said.alive ? 'alive' : said
  } catch {
    return 'ended'
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
