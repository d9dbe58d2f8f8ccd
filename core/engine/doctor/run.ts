import { spawn } from 'node:child_process'

export interface Ran {
  readonly ok: boolean
  /** Its answer; where it failed or answered nothing, what it said on standard error. */
  readonly out: string
}

/** Longest text kept of what a command says. */
const KEPT = 4096

/** Runs a short command; a missing one, a failing one and one over its time are all `ok: false`, with what it said. */
export function run(command: string, args: readonly string[], timeoutMs: number): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    const said = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (chunk: Buffer) => {
        if (said[name].length < KEPT) said[name] += chunk.toString('utf8')
      })
    child.on('error', (error) => resolve({ ok: false, out: error.message }))
    child.on('close', (code) => {
      const [answer, noise] = [said.stdout.trim(), said.stderr.trim()]
      // A browser that answers may complain besides about a bus or a GPU that it does not need.
      resolve(code === 0 ? { ok: true, out: answer || noise } : { ok: false, out: noise || answer })
    })
  })
}
