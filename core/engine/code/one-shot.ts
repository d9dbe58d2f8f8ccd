import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { asset, entry } from '../entries.ts'
import type { CodeAnswer, CodeQuestion } from './messages.ts'

/** Beyond its deadline the child may say itself that it was late; then it is killed. Starting it is not charged. */
const GRACE_MS = 1000
const START_MS = 20_000
const HEAP_MB = 1024

export interface OneShot {
  /** What the child said; `hung` where it had to be killed, `ended` where it went by itself without an answer. */
  readonly answer: Promise<CodeAnswer | 'hung' | { readonly ended: string }>
  kill(): void
}

/**
 * Asks a child of its own one question. The child has an empty environment and Node's permission model: it reads this
 * program and nothing else, writes nothing, starts nothing. It says 'ready' when its clock starts.
 * @param addons whether it loads native code (DuckDB)
 */
export function askOnce(name: string, question: CodeQuestion, addons: boolean): OneShot {
  const own = ['core', 'dist', 'node_modules'].map((dir) => fileURLToPath(asset(dir))).filter((dir) => existsSync(dir))
  // A linked folder is read under both of its names.
  const readable = new Set(own.flatMap((dir) => [dir, realpathSync(dir)]))
  const child: ChildProcess = fork(entry(name), [], {
    env: {},
    execArgv: [
      '--permission',
      ...(addons ? ['--allow-addons'] : []),
      '--no-warnings',
      `--max-old-space-size=${HEAP_MB}`,
      ...Array.from(readable, (dir) => `--allow-fs-read=${dir}/*`),
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    if (stderr.length < 4096) stderr += chunk.toString('utf8')
  })
  const kill = () => child.kill('SIGKILL')
  const answer = new Promise<CodeAnswer | 'hung' | { readonly ended: string }>((resolve) => {
    const done = (said: CodeAnswer | 'hung' | { readonly ended: string }) => {
      clearTimeout(timer)
      kill()
      resolve(said)
    }
    let timer = setTimeout(() => done('hung'), START_MS)
    child.on('message', (said: 'ready' | CodeAnswer) => {
      if (said !== 'ready') return done(said)
      clearTimeout(timer)
      timer = setTimeout(() => done('hung'), question.deadlineMs + GRACE_MS)
    })
    child.on('error', (error) => done({ ended: error.message }))
    child.on('exit', (code, signal) => done({ ended: stderr.trim() || `exit ${code ?? signal}` }))
    child.send(question, (error) => error && done({ ended: error.message }))
  })
  return { answer, kill }
}
