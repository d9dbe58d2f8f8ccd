import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { LongviewError } from '../../model/errors.ts'
import type { ServeOptions, Server } from '../../serve/server.ts'
import { openBrowser } from '../frame/browser.ts'
import type { Context } from '../frame/context.ts'
import { EXIT } from '../frame/exit.ts'
import { flag, integer, text } from '../frame/option.ts'
import { pageDir } from '../frame/places.ts'
import { verb } from '../frame/verb.ts'

/** Where the workbench is found again; any free port when it is taken. */
const USUAL_PORT = 4870

async function notebookAt(path: string, cwd: string, workspaceDir: string): Promise<ServeOptions['notebook']> {
  const [{ parseNotebook }, { printNotebook }] = await Promise.all([
    import('../../notebook/document.ts'),
    import('../../notebook/print.ts'),
  ])
  const { readNotebook } = await import('../../serve/notebook-file.ts')
  const format = { parse: parseNotebook, print: printNotebook }
  let real = resolve(cwd, path)
  try {
    // A save replaces the file, not a link to it.
    real = realpathSync(real)
  } catch (error) {
    throw new LongviewError({ code: 'unreadable', what: 'There is no such notebook.', where: real }, { cause: error })
  }
  await readNotebook(real, format)
  return { path: real, format, editsDir: join(workspaceDir, 'edits') }
}

async function start(options: ServeOptions, port: number | undefined): Promise<Server> {
  const { startServer } = await import('../../serve/server.ts')
  if (port !== undefined) return startServer({ ...options, port })
  try {
    return await startServer({ ...options, port: USUAL_PORT })
  } catch (error) {
    const taken = error instanceof LongviewError && error.parts.what.includes('port')
    if (!taken) throw error
    return startServer({ ...options, port: 0 })
  }
}

/** A link works once and not for long: Enter gives the next one to whoever sits at the terminal. */
function linksOnEnter({ notes }: Context, server: Server): () => void {
  if (process.stdin.isTTY !== true) return () => {}
  const lines = createInterface({ input: process.stdin })
  lines.on('line', () => notes.note(server.newLink()))
  return () => lines.close()
}

export const serveVerb = verb({
  name: 'serve',
  lines: '{url, link}, once it listens; link works once, within 60 s',
  about: `
Serves the page and the engine on loopback. The printed link signs a browser in once, within 60 s; press
Enter for another. From another machine: ssh -L ${USUAL_PORT}:127.0.0.1:${USUAL_PORT} HOST. Scripts that can read the
token file send \`Authorization: Bearer TOKEN\`.`,
  positionals: [{ name: 'NOTEBOOK', help: 'the notebook to open', optional: true }],
  options: {
    port: integer('P', `port to listen at, 0 for any (default: ${USUAL_PORT}, or any where it is taken)`, {
      least: 0,
      most: 65535,
    }),
    host: text('H', 'address to listen at; anything but loopback needs --token-file', { fallback: '127.0.0.1' }),
    'token-file': text('F', 'the token, in a file that only you can read; made where there is none'),
    open: flag('open the page in the browser'),
  },
  examples: ['longview serve --open', 'longview serve --host 0.0.0.0 --token-file ~/.longview-token'],
  async run(context, values, [path]) {
    const { out, notes, stop, json, cwd, env } = context
    const tokenFile = values['token-file']
    const { tokenFromFile } = await import('../../serve/secret.ts')
    const token = tokenFile === undefined ? undefined : tokenFromFile(resolve(cwd, tokenFile))
    const notebook = path === undefined ? undefined : await notebookAt(path, cwd, context.workspaceDir)
    const [{ startOptions }, { recentIn, remember }] = await Promise.all([
      import('../frame/start.ts'),
      import('../../serve/start-api.ts'),
    ])
    if (notebook) await remember(recentIn(context.workspaceDir), notebook.path)
    const offered = startOptions(cwd, context.workspaceDir)
    let server: Server | null = null
    const { guarded } = await import('../../engine/notebook/guard.ts')
    const following = await context.follow(() => server?.dropViewers())
    server = await start(
      {
        engine: () => guarded(following.engine()),
        restart: () => following.restart(),
        pageDir: pageDir(),
        host: values.host,
        token,
        notebook,
        start: offered,
      },
      values.port,
    )
    const link = server.newLink()
    if (json) await out.json({ url: server.url, link })
    else await out.text(link)
    notes.note('The link signs a browser in once, within 60 s. Enter prints another, Ctrl-C ends.')
    if (values.open && !(await openBrowser(link, env))) notes.note('No browser could be opened here: open the link.')
    const done = linksOnEnter(context, server)
    try {
      await Promise.race([stop.asked, following.failed])
    } finally {
      done()
      await server.close()
    }
    return EXIT.well
  },
})
