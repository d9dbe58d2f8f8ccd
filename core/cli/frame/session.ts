import { resolve } from 'node:path'
import { findWorkspace } from '../../engine/store/find.ts'
import { LongviewError } from '../../model/errors.ts'
import type { LocalEngine } from '../../serve/local.ts'
import type { Context } from './context.ts'
import { usage } from './option.ts'

export interface Session {
  readonly context: Context
  /** `linger` waits for other commands that work through this one. */
  close(how: 'linger' | 'at once'): Promise<void>
}

type Frame = Pick<Context, 'out' | 'notes' | 'stop'>

/** The engine is heavy: what needs no workspace must not load it. */
async function open(workspaceDir: string, write: boolean, { notes }: Frame): Promise<LocalEngine> {
  const [{ openOrJoin }, { createEngine, holderOf }] = await Promise.all([
    import('../../serve/local.ts'),
    import('../../engine/index.ts'),
  ])
  const local = await openOrJoin(workspaceDir, write, {
    create: createEngine,
    holderOf,
    announce: (engine, socket) => engine.workspace.announce(socket),
    warn: notes.warn,
  })
  if (local.joined) notes.note(`Another process holds ${workspaceDir}; it does the work.`)
  return local
}

/** A promise that may fail without anybody waiting for it. */
function promised(): PromiseWithResolvers<void> {
  const one = Promise.withResolvers<void>()
  one.promise.catch(() => {})
  return one
}

function joinedError(where: string): LongviewError {
  return new LongviewError({
    code: 'workspace-busy',
    what: 'Another process holds the workspace and does the work: it cannot be restarted from here.',
    where,
    remedy: 'End that process; this one goes on with an engine of its own by itself.',
  })
}

export async function openSession(
  frame: Frame,
  values: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
): Promise<Session> {
  const cwd = process.cwd()
  const named = values.workspace as string | undefined
  if (named === '') throw usage('--workspace needs a directory', { where: '--workspace', value: named })
  const workspaceDir = named === undefined ? findWorkspace(cwd) : resolve(cwd, named)
  let opened: { readonly write: boolean; readonly local: Promise<LocalEngine> } | null = null
  const context: Context = {
    ...frame,
    json: values.json === true,
    quiet: values.quiet === true,
    terminal: process.stdout.isTTY === true,
    cwd,
    workspaceDir,
    env,
    async engine(access) {
      opened ??= { write: access === 'write', local: open(workspaceDir, access === 'write', frame) }
      if (access === 'write' && !opened.write) throw new Error('the workspace was opened for reading first')
      return (await opened.local).engine
    },
    async follow(changed) {
      let engine = await context.engine('write')
      let asked = Promise.withResolvers<void>()
      let again = promised()
      const failed = (async (): Promise<never> => {
        for (;;) {
          const local = await opened?.local
          await Promise.race([local?.lost, asked.promise])
          // Of one that is lost only the line is left to close.
          await local?.close()
          opened = { write: true, local: open(workspaceDir, true, frame) }
          engine = (await opened.local).engine
          asked = Promise.withResolvers()
          changed()
          again.resolve()
          again = promised()
        }
      })()
      failed.catch((error: unknown) => again.reject(error)) // whoever follows waits for it
      const restart = async () => {
        if ((await opened?.local)?.joined) throw joinedError(workspaceDir)
        asked.resolve()
        await again.promise
      }
      return { engine: () => engine, restart, failed }
    },
  }
  const tellWaiting = () =>
    frame.notes.note('Done; waiting for work that another command does through this one. Ctrl-C ends both.')
  return {
    context,
    async close(how) {
      // A workspace that did not open has already said why.
      const local = await opened?.local.catch(() => null)
      if (!local) return
      if (how === 'linger' && !frame.stop.signal.aborted) {
        const told = setTimeout(tellWaiting, 500)
        await Promise.race([local.idle(), frame.stop.asked])
        clearTimeout(told)
      }
      await local.close()
    },
  }
}
