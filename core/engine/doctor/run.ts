import { spawn } from 'node:child_process'

export interface Ran {
  readonly ok: boolean
  readonly out: string
}

/** Runs a short command; a missing one, a failing one and one over its time are all `ok: false`, with what it said. */
export function run(command: string, args: readonly string[], timeoutMs: number): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    let out = ''
    const take = (chunk: Buffer) => {
      if (out.length < 4096) out += chunk.toString('utf8')
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', (error) => resolve({ ok: false, out: error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, out: out.trim() }))
  })
}
