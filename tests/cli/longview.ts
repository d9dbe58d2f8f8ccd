/** Runs the built command as a user does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const ROOT = dirname(dirname(import.meta.dirname))
export const MAIN = join(ROOT, 'dist/node/main.js')
export const SAMPLES = join(ROOT, 'samples/golongrl-mini.jsonl')

if (!existsSync(MAIN)) throw new Error('The command is not built. Run: npm run build')

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface How {
  readonly cwd?: string
  readonly input?: string | Buffer
  readonly env?: NodeJS.ProcessEnv
}

export interface Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when standard output (or error) holds this text. */
  said(text: string, where?: 'out' | 'err'): Promise<void>
}

/** A fresh empty folder: a workspace of its own, and no `.longview` above it. */
export const folder = (): string => mkdtempSync(join(tmpdir(), 'longview-cli-'))

export function start(args: readonly string[], { cwd, input, env }: How = {}): Running {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: cwd ?? folder(),
    env: { ...process.env, NO_COLOR: '', ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const told = { out: '', err: '' }
  let listeners: (() => void)[] = []
  const take = (where: 'out' | 'err') => (chunk: Buffer) => {
    told[where] += chunk.toString('utf8')
    for (const listener of listeners) listener()
  }
  child.stdout?.on('data', take('out'))
  child.stderr?.on('data', take('err'))
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({ code, signal, ...told })
      for (const listener of listeners) listener()
    })
  })
  if (input !== undefined) {
    child.stdin?.on('error', () => {}) // the command may end before it has read all
    child.stdin?.end(input)
  }
  return {
    process: child,
    ended,
    said: (text, where = 'out') =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (told[where].includes(text)) resolve()
          else if (child.exitCode !== null || child.signalCode !== null)
            reject(new Error(`ended with ${child.exitCode} without saying "${text}":\n${told.out}\n${told.err}`))
          else return
          listeners = listeners.filter((listener) => listener !== look)
        }
        listeners.push(look)
        look()
      }),
  }
}

export const longview = (args: readonly string[], how?: How): Promise<Ended> => start(args, how).ended

/** Lines of `--json`; every one must be JSON, and nothing else may be there. */
export function jsonLines<Row = Record<string, unknown>>({ out }: Ended): Row[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}

/** A folder whose workspace holds the bundled samples. */
export async function indexed(): Promise<string> {
  const cwd = folder()
  const { code, err } = await longview(['index', SAMPLES], { cwd })
  if (code !== 0) throw new Error(`index ended with ${code}: ${err}`)
  return cwd
}
