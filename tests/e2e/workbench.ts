/** The real page on the real server: a copy of the samples in a folder of its own, and a browser. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { createTrust } from '../../core/engine/notebook/trust.ts'
import { reachOf } from '../../core/notebook/reach.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Holds sooner or later: a page answers when it can, and tests here never measure how fast. */
export function eventually<T>(ask: () => T | Promise<T>, timeout = 30_000) {
  return expect.poll(ask, { timeout })
}

export function launchBrowser(): Promise<Browser> {
  // scripts/test.mjs finds or installs one and names it here.
  const executablePath = process.env.LONGVIEW_BROWSER ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, args: FLAGS })
}

export interface Workbench {
  readonly dir: string
  readonly port: number
  /** A page that is signed in, at the notebook. What it logs as an error is gathered. */
  open(browser: Browser, options?: PageOptions): Promise<{ page: Page; problems: string[] }>
  /** Ends the server as a crash would. */
  kill(): Promise<void>
  /** The same server again: same port, same token. */
  restart(): Promise<void>
  close(): Promise<void>
}

export interface PageOptions {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
  /** What tells that the page is there. */
  readonly ready?: string
}

interface Setup {
  /** Files to put beside the samples before the server starts: name -> text. */
  readonly files?: Readonly<Record<string, string>>
  /** Name of the notebook to open, in the folder; default the tour; null: none. */
  readonly notebook?: string | null
  /** A person agreed in this workspace to what the notebook reaches (its endpoints). */
  readonly trusted?: boolean
  /** Run the whole notebook before the page opens. */
  readonly run?: boolean
}

function serve(
  dir: string,
  notebook: string | null,
  port: number,
): Promise<{ child: ChildProcess; link: string; port: number }> {
  const words = [
    'serve',
    ...(notebook === null ? [] : [notebook]),
    '--json',
    '--port',
    String(port),
    '--token-file',
    join(dir, 'token'),
  ]
  const child = longview(dir, words)
  return new Promise((resolve, reject) => {
    let out = ''
    let err = ''
    child.stderr?.on('data', (chunk) => (err += chunk))
    child.stdout?.on('data', (chunk) => {
      out += chunk
      const link = /"link":"([^"]+)"/.exec(out)?.[1]
      if (link) resolve({ child, link, port: Number(new URL(link).port) })
    })
    child.on('exit', (code) => reject(new Error(`longview serve ended with ${code}: ${err}`)))
  })
}

function longview(dir: string, words: readonly string[]): ChildProcess {
  const main = join(root, 'dist/node/main.js')
  return spawn(process.execPath, [main, ...words, '--workspace', join(dir, 'workspace')], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}

export async function startWorkbench({
  files = {},
  notebook = 'tour.longview',
  trusted = false,
  run = false,
}: Setup = {}): Promise<Workbench> {
  const dir = mkdtempSync(join(tmpdir(), 'longview-e2e-'))
  cpSync(join(root, 'samples'), dir, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  if (trusted && notebook) {
    const document = JSON.parse(readFileSync(join(dir, notebook), 'utf8'))
    createTrust(join(dir, 'workspace')).agree(reachOf(document, dir).map(({ print }) => print))
  }
  if (run && notebook) {
    const child = longview(dir, ['run', notebook, '--quiet'])
    let err = ''
    child.stderr?.on('data', (chunk) => (err += chunk))
    child.stdout?.resume()
    const code = await ended(child)
    // 1: some rewards stayed undecided; everything ran.
    if (code !== 0 && code !== 1) throw new Error(`longview run ended with ${code}: ${err}`)
  }
  let server = await serve(dir, notebook, 0)
  const { port } = server
  let link: string | null = server.link
  const stop = async (signal: NodeJS.Signals) => {
    server.child.kill(signal)
    await ended(server.child)
  }
  const freshLink = async () => {
    // A link works once: a further page gets its own from a server started anew on the same port with the same token.
    await stop('SIGTERM')
    server = await serve(dir, notebook, port)
    return server.link
  }
  return {
    dir,
    port,
    async open(browser, { width = 1440, height = 900, theme = 'light', ready = '.cell' } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme })
      const page = await context.newPage()
      const problems: string[] = []
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
      page.on('pageerror', (error) => problems.push(String(error)))
      await page.goto(link ?? (await freshLink()))
      link = null
      await page.locator(ready).first().waitFor()
      return { page, problems }
    },
    kill: () => stop('SIGKILL'),
    async restart() {
      server = await serve(dir, notebook, port)
    },
    async close() {
      await stop('SIGTERM')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
