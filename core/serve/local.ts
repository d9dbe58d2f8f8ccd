/**
 * One process writes to a workspace. A verb that must write beside a live holder works through the holder's socket;
 * reading verbs open the workspace themselves, read-only.
 */
import type { Engine } from '../contract.ts'
import { LongviewError } from '../model/errors.ts'
import { connect } from '../rpc.ts'
import { connectSocket, type Exposed, exposeEngine } from './socket.ts'

/** What this layer needs of an engine that it may not import: passed in by the host. */
export interface Opener<Own extends Engine = Engine> {
  /** Opens the engine in this process. @throws {LongviewError} workspace-busy when another process writes */
  create(options: { readonly workspaceDir: string; readonly write: boolean }): Promise<Own>
  /** The live process that holds the workspace and where it listens. */
  holderOf(dir: string): { readonly pid: number; readonly socket: string | null } | null
  /** Writes down where this process listens, in the workspace that `create` opened for writing. */
  announce(engine: Own, socket: string | null): void
  /** Told once when others cannot work through this process, with the reason. */
  warn?(message: string): void
}

export interface LocalEngine {
  readonly engine: Engine
  /** True where another process does the work. */
  readonly joined: boolean
  /** Resolves when the process that was joined has gone; never for an engine of this process. */
  readonly lost: Promise<void>
  /** Resolves when no other process has work under way through this one, and no run goes on. */
  idle(): Promise<void>
  close(): Promise<void>
}

/** A holder that has just started needs a moment until it listens; one that has just ended, until it is gone. */
const PATIENCE_MS = 3000
const PAUSE_MS = 40

const IDLE_MS = 100

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const alone = { lost: new Promise<void>(() => {}), idle: () => Promise.resolve() }

/**
 * The engine of a workspace, own or another process's.
 * @throws {LongviewError} workspace-busy with the holder's pid where it can be neither opened nor joined
 */
export async function openOrJoin<Own extends Engine>(
  dir: string,
  write: boolean,
  opener: Opener<Own>,
): Promise<LocalEngine> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      const engine = await opener.create({ workspaceDir: dir, write })
      return write
        ? await expose(engine, dir, opener)
        : { engine, joined: false, ...alone, close: () => engine.close() }
    } catch (error) {
      if (!(error instanceof LongviewError) || error.code !== 'workspace-busy') throw error
      const joined = await join(opener.holderOf(dir)?.socket ?? null)
      if (joined) return { ...joined, joined: true, idle: alone.idle, close: () => joined.engine.close() }
      if (Date.now() > end) throw error
    }
    await pause(PAUSE_MS)
  }
}

/** The engine behind a socket once it has answered, or null: the holder may be starting or ending. */
async function join(path: string | null): Promise<Pick<LocalEngine, 'engine' | 'lost'> | null> {
  if (path === null) return null
  try {
    const port = await connectSocket(path)
    const lost = new Promise<void>((resolve) => port.onClose(resolve))
    const engine = connect(port)
    await engine.status()
    return { engine, lost }
  } catch {
    return null // the caller tries again, and in the end names the holder
  }
}

async function expose<Own extends Engine>(engine: Own, dir: string, opener: Opener<Own>): Promise<LocalEngine> {
  const exposed = await exposeEngine(engine, dir)
  if ('failed' in exposed) {
    opener.warn?.(`Other commands cannot write to this workspace meanwhile: no socket can be made (${exposed.failed}).`)
    return { engine, joined: false, ...alone, close: () => engine.close() }
  }
  try {
    opener.announce(engine, exposed.path)
  } catch (error) {
    await exposed.close()
    await engine.close()
    throw error
  }
  const idle = async () => {
    const goesOn = async () => (await engine.runs()).some(({ state }) => state === 'running' || state === 'paused')
    while (exposed.busy() || (await goesOn())) await pause(IDLE_MS)
  }
  return { engine, joined: false, lost: alone.lost, idle, close: () => shut(engine, exposed) }
}

async function shut(engine: Engine, exposed: Exposed): Promise<void> {
  await exposed.close()
  await engine.close()
}
