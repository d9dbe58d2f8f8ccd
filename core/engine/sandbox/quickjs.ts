import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LongviewError } from '../../model/errors.ts'
import type { GuestGroup } from '../../rewards/custom/guest.ts'
import { asset, entry } from '../entries.ts'
import type { Bundle } from './bundle.ts'
import {
  ALIVE_MS,
  DEFAULT_LIMITS,
  type SandboxAnswer,
  type SandboxBatch,
  type SandboxCall,
  type SandboxLimits,
  type SandboxResult,
} from './messages.ts'

/** A killable child that runs one bundled reward. */
export interface Sandbox {
  /**
   * The results of the calls, in order. A call that hangs, fills its memory or throws fails alone: the child is replaced
   * and the others go on.
   * @throws {LongviewError} usage, where the file itself cannot be evaluated
   */
  run(group: GuestGroup, calls: readonly SandboxCall[]): Promise<SandboxResult[]>
  /** Starts the child where there is none. @throws {LongviewError} as run */
  ready(): Promise<void>
  close(): void
}

const stopped = () => new LongviewError({ code: 'cancelled', what: 'Scoring was stopped.' })

/** Beyond its deadline a call gets this long for the interrupt to come through before the child is killed. */
const GRACE_MS = 300
const START_MS = 10_000

export function createSandbox(bundle: Bundle, limits: SandboxLimits = DEFAULT_LIMITS): Sandbox {
  let child: Child | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let next = 0
  let closed = false

  const alive = (): Child => {
    if (closed) throw stopped()
    child ??= startChild(bundle, limits)
    return child
  }
  const drop = () => {
    child?.process.kill('SIGKILL')
    child = null
  }

  /** One try: as many results as came before the child ended; `hung` where it had to be killed. */
  async function attempt(group: GuestGroup, calls: readonly SandboxCall[]) {
    const { process: running, ready, wait } = alive()
    await ready
    const message: SandboxBatch = { kind: 'batch', batch: next++, group, calls }
    const answered = wait(limits.deadlineMs + ALIVE_MS + GRACE_MS)
    running.send(message, () => {}) // its end is told by 'exit'
    const said = await answered
    if (said === 'hung' || said === 'ended') {
      drop()
      return { results: [] as SandboxResult[], end: said }
    }
    if (said.kind !== 'answer')
      throw new LongviewError({ code: 'internal', what: `The sandbox answered ${said.kind}.` })
    if (said.fatal) drop()
    return { results: [...said.results], end: said.fatal ? ('ended' as const) : null }
  }

  async function all(group: GuestGroup, calls: readonly SandboxCall[]): Promise<SandboxResult[]> {
    const first = await attempt(group, calls)
    if (!first.end) return first.results
    // Which call it was is found by making the rest one at a time, each with a deadline of its own.
    const results = first.results
    for (const call of calls.slice(results.length)) {
      if (closed) throw stopped()
      const { results: one, end } = await attempt(group, [call])
      if (one.length === 1) results.push(one[0])
      else if (end === 'hung') results.push({ failed: 'timeout', detail: 'the call did not end and was killed' })
      else results.push({ failed: 'memory', detail: 'the call ended its sandbox: out of memory or stack' })
    }
    return results
  }

  return {
    run(group, calls) {
      const mine = turn.then(() => all(group, calls))
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

type Said = Exclude<SandboxAnswer, { kind: 'alive' }> | 'hung' | 'ended'

interface Child {
  readonly process: ChildProcess
  /** The bundle is evaluated. @throws {LongviewError} usage, where it cannot be; cancelled, where it was closed */
  readonly ready: Promise<void>
  /** The next answer; `hung` where the child says nothing for this long, `ended` where it is gone. */
  wait(ms: number): Promise<Said>
}

function startChild(bundle: Bundle, limits: SandboxLimits): Child {
  const own = ['core', 'dist', 'node_modules'].map((dir) => fileURLToPath(asset(dir))).filter((dir) => existsSync(dir))
  // A linked folder is read under both of its names.
  const readable = new Set(own.flatMap((dir) => [dir, realpathSync(dir)]))
  const running = fork(entry('sandbox/quickjs.child'), [], {
    env: {},
    // Should code ever break out of QuickJS, Node's own permission model lets it read this program and nothing else.
    execArgv: [
      '--permission',
      '--no-warnings',
      '--max-old-space-size=512',
      ...Array.from(readable, (dir) => `--allow-fs-read=${dir}/*`),
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: false,
  })
  let stderr = ''
  let gone = false
  running.on('exit', () => {
    gone = true
  })
  running.stderr?.on('data', (chunk: Buffer) => {
    if (stderr.length < 4096) stderr += chunk.toString('utf8')
  })
  const wait = (ms: number) =>
    new Promise<Said>((resolve) => {
      if (gone) return resolve('ended')
      let timer = setTimeout(() => done('hung'), ms)
      const done = (said: Said) => {
        clearTimeout(timer)
        running.off('message', heard).off('exit', ended).off('error', ended)
        resolve(said)
      }
      const heard = (message: unknown) => {
        const said = message as SandboxAnswer
        if (said.kind !== 'alive') return done(said)
        clearTimeout(timer)
        timer = setTimeout(() => done('hung'), ms + (said.quietMs ?? 0))
      }
      const ended = () => done('ended')
      running.on('message', heard).on('exit', ended).on('error', ended)
    })
  const ready = evaluated(running, bundle, wait(START_MS), () => stderr)
  ready.catch(() => {}) // whoever asks for results is told
  running.send({ kind: 'start', code: bundle.code, limits })
  return { process: running, ready, wait }
}

async function evaluated(running: ChildProcess, bundle: Bundle, answer: Promise<Said>, stderr: () => string) {
  const said = await answer
  if (typeof said === 'object' && said.kind === 'ready') return
  if (running.killed) throw stopped()
  running.kill('SIGKILL')
  const detail = typeof said === 'object' && said.kind === 'refused' ? said.detail : stderr().trim() || `it ${said}`
  throw new LongviewError({
    code: 'usage',
    what: `The reward file cannot be run: ${detail}`,
    where: bundle.file,
    remedy: 'A reward file exports one function: export default function reward(response, truth, sample) { ... }',
  })
}
