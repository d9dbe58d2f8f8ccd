/** Real servers as child processes: started, waited for, killed with all that they started. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { listenOn } from '../faults/port.ts'
import { CONTEXT, routerPython, scratch, sglangPython, sourceOf, tinyModel } from './places.ts'

export interface Server {
  readonly url: string
  readonly port: number
  readonly child: ChildProcess
  readonly log: string
  /** SIGKILL to it and to everything below it. */
  kill(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listenOn(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A start takes 20 s on an idle machine, minutes on a crowded one. */
const START_SECONDS = 600

async function start(
  ...[name, port, command, args, env, ready]: [
    string,
    number,
    string,
    readonly string[],
    NodeJS.ProcessEnv,
    (url: string) => Promise<boolean>,
  ]
): Promise<Server> {
  const log = scratch(`${name}-${port}.log`)
  const out = openSync(log, 'w')
  const child = spawn(command, args, { stdio: ['ignore', out, out], env })
  closeSync(out)
  const url = `http://127.0.0.1:${port}`
  const server = { url, port, child, log, kill: () => killTree(child) }
  children.add(child)
  child.once('exit', () => children.delete(child))
  for (const from = performance.now(); performance.now() - from < START_SECONDS * 1000; ) {
    if (child.exitCode !== null || child.signalCode !== null) break
    if (await ready(url).catch(() => false)) return server
    await sleep(500)
  }
  await server.kill()
  // Its arguments alone are a line of 20 KB.
  const lines = readFileSync(log, 'utf8').split('\n').slice(-15)
  const end = lines.map((line) => line.slice(0, 300)).join('\n')
  throw new Error(`${name} did not start. The end of ${log}:\n${end}`)
}

/** The model is served, or a key is asked for. */
async function serves(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/v1/models`, { signal: AbortSignal.timeout(2000) })
  return answer.status === 401 || (answer.ok && (await answer.text()).includes('"tiny"'))
}

/** SGLang with the tiny model on a CPU. A start takes about 20 s. */
export async function startSglang(more: readonly string[] = [], at?: number): Promise<Server> {
  const port = at ?? (await freePort())
  const { PYTHONDONTWRITEBYTECODE: _, ...inherited } = process.env
  const env = {
    ...inherited,
    // One thread each: spinning threads of two servers on two cores decode twenty times slower.
    OMP_NUM_THREADS: '1',
    SGLANG_USE_CPU_ENGINE: '1',
    HF_HUB_OFFLINE: '1',
    XDG_CACHE_HOME: scratch('cache'),
    TORCHINDUCTOR_CACHE_DIR: scratch('inductor'),
    PYTHONPATH: sourceOf('kernels'),
  }
  const args = [
    ...['-m', 'sglang.launch_server', '--model-path', tinyModel(), '--served-model-name', 'tiny'],
    ...['--host', '127.0.0.1', '--port', String(port), '--device', 'cpu', '--context-length', String(CONTEXT)],
    ...['--attention-backend', 'torch_native', '--sampling-backend', 'pytorch', '--disable-cuda-graph'],
    ...['--mem-fraction-static', '0.1', '--max-total-tokens', '65536', '--skip-server-warmup', '--sleep-on-idle'],
    ...['--enable-cache-report', ...more],
  ]
  return start('sglang', port, sglangPython(), args, env, serves)
}

/** The real router in front of workers, ready when it counts all of them as healthy. */
export async function startRouter(workers: readonly string[]): Promise<Server> {
  const [port, metrics] = [await freePort(), await freePort()]
  const args = [
    ...['-m', 'sglang_router.launch_router', '--host', '127.0.0.1', '--port', String(port)],
    ...['--policy', 'round_robin', '--prometheus-host', '127.0.0.1', '--prometheus-port', String(metrics)],
    ...['--log-level', 'error', '--worker-urls', ...workers],
  ]
  return start('router', port, routerPython(), args, process.env, async (url) => {
    const answer = await fetch(`${url}/readiness`)
    return answer.ok && ((await answer.json()) as { healthy_workers: number }).healthy_workers === workers.length
  })
}

const children = new Set<ChildProcess>()

/** Whatever is still there when the tests end, however they end. */
export async function killAll(): Promise<void> {
  await Promise.all([...children].map(killTree))
}

interface Below {
  readonly pid: number
  readonly title: string
}

/** All processes below one, from /proc. */
export function below(root: number): Below[] {
  const byParent = new Map<number, Below[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(join('/proc', name, 'stat'), 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      const title = readFileSync(join('/proc', name, 'cmdline'), 'utf8')
        .replaceAll('\0', ' ')
        .trim()
      byParent.set(parent, [...(byParent.get(parent) ?? []), { pid: Number(name), title }])
    } catch (error) {
      // It ended while we looked.
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
  const found: Below[] = []
  for (const todo = [root]; todo.length > 0; ) {
    const own = byParent.get(todo.pop()!) ?? []
    found.push(...own)
    todo.push(...own.map(({ pid }) => pid))
  }
  return found
}

/** Kills SGLang's scheduler alone: what happens then is SGLang's own doing. */
export function killScheduler(server: Server): void {
  const scheduler = below(server.child.pid!).find(({ title }) => title.startsWith('sglang::scheduler'))
  if (!scheduler) throw new Error('There is no scheduler process to kill.')
  process.kill(scheduler.pid, 'SIGKILL')
}

export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

async function killTree(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  const tree = below(child.pid)
  child.kill('SIGKILL')
  for (const { pid } of tree) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  await ended(child)
}
