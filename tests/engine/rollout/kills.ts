import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { openWorkspace } from '../../../core/engine/store/workspace.ts'
import { type FaultName, fakeText, startFake } from '../../faults/fake-sglang.ts'
import type { KillArgs } from './kill.child.ts'
import { madeSamples, spendOf, storedTable, tempDir } from './setup.ts'

const CHILD = fileURLToPath(new URL('./kill.child.ts', import.meta.url))

/** A small generator with a seed: a failing plan can be played again. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface KillPlan {
  readonly seed: number
  readonly kills: number
  readonly samples: number
  readonly n: number
  readonly concurrency: number
  readonly chaos?: { readonly rate: number; readonly faults: readonly FaultName[] }
}

/**
 * Kills a rollout at random points again and again, lets the last process end, and holds the table against what was
 * acknowledged and against what an uninterrupted run would have stored.
 */
export async function killAgainAndAgain(plan: KillPlan): Promise<{ attempts: number; lost: number; kills: number }> {
  const random = dice(plan.seed)
  const whole = await uninterrupted(plan)
  const chaos = plan.chaos && { seed: plan.seed, ...plan.chaos }
  const fake = await startFake({ tokenDelay: 1, chaos })
  const dir = tempDir()
  const at = join(dir, 'workspace')
  const acknowledged = new Set<string>()
  const args: KillArgs = {
    workspace: at,
    endpoint: fake.url,
    samples: plan.samples,
    n: plan.n,
    concurrency: plan.concurrency,
  }
  const wanted = plan.samples * plan.n
  let kills = 0
  try {
    for (; kills < plan.kills; kills++) {
      // After so many more responses, then a random moment: in the middle of anything.
      // Three quarters of the run in all, so that it lasts until the last kill.
      const after = Math.ceil(random() * ((1.5 * wanted) / plan.kills))
      if ((await play(args, acknowledged, after, random() * 8)) === 'ended') break
    }
    expect(await play(args, acknowledged, Number.POSITIVE_INFINITY, 0)).toBe('ended')
    const workspace = await openWorkspace(at, { write: true })
    const table = storedTable(workspace) as { sample_id: string; idx: number }[]
    const spend = spendOf(workspace)
    const places = new Set(table.map(({ sample_id, idx }) => `${sample_id} ${idx}`))
    for (const place of acknowledged) expect(places, `acknowledged and lost: ${place}`).toContain(place)
    expect(table).toHaveLength(wanted)
    expect(table).toEqual(whole)
    expect(spend.open).toBe(0)
    expect(spend.attempts).toBe(spend.responses + spend.failed + spend.lost)
    expect(spend).toMatchObject({ responses: wanted, rows: wanted, bodies: wanted })
    expect(spend.lostRows).toBe(spend.lost)
    expect(spend.lost).toBeLessThanOrEqual(kills * plan.concurrency)
    // No request was made that is not in the books.
    expect(fake.requests.length).toBeLessThanOrEqual(spend.attempts)
    workspace.close()
    return { attempts: spend.attempts, lost: spend.lost, kills }
  } finally {
    await fake.close()
    await rm(dir, { recursive: true, force: true })
  }
}

async function play(
  args: KillArgs,
  acknowledged: Set<string>,
  killAfter: number,
  delay: number,
): Promise<'ended' | 'killed'> {
  const child: ChildProcess = spawn(process.execPath, [CHILD, JSON.stringify(args)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Most of a child's life would be compiling its modules.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'longview-compile-cache') },
  })
  let rest = ''
  let landed = 0
  let ended = false
  let errors = ''
  let reached: () => void
  const enough = new Promise<void>((resolve) => {
    reached = resolve
  })
  child.stderr!.on('data', (piece) => {
    errors += piece
  })
  child.stdout!.on('data', (piece) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      if (line.startsWith('landed ')) {
        acknowledged.add(line.slice(7))
        if (++landed >= killAfter) reached()
      } else if (line === 'end done') ended = true
    }
  })
  const closed = once(child, 'close')
  await Promise.race([closed, enough])
  if (child.exitCode === null && !ended) {
    await Promise.race([closed, sleep(delay)])
    child.kill('SIGKILL')
  }
  await closed
  if (child.signalCode === 'SIGKILL') return 'killed'
  if (child.exitCode !== 0) throw new Error(`The child failed (${child.exitCode}): ${errors}`)
  return ended ? 'ended' : 'killed'
}

const tables = new Map<string, unknown[]>()

/** What a run without a kill stores, once for each shape. */
async function uninterrupted({ samples, n, concurrency }: KillPlan): Promise<unknown[]> {
  const key = `${samples} ${n}`
  const known = tables.get(key)
  if (known) return known
  const fake = await startFake()
  const dir = tempDir()
  try {
    const args = { workspace: join(dir, 'workspace'), endpoint: fake.url, samples, n, concurrency }
    await play(args, new Set(), Number.POSITIVE_INFINITY, 0)
    const workspace = await openWorkspace(args.workspace, { write: true })
    const table = storedTable(workspace)
    workspace.close()
    const bodies = workspaceFree(samples, n)
    expect(table).toHaveLength(bodies.length)
    tables.set(key, table)
    return table
  } finally {
    await fake.close()
    await rm(dir, { recursive: true, force: true })
  }
}

/** What the fake would say, in order: the texts that must be there. */
function workspaceFree(samples: number, n: number): string[] {
  return madeSamples(samples).flatMap(({ messages }) =>
    Array.from({ length: n }, (_, i) => fakeText(messages[0].content, i)),
  )
}
