import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBrowser } from '../../engine/doctor/browser.ts'
import { LongviewError } from '../../model/errors.ts'
import { usage } from './option.ts'

const DEADLINE_MS = 60_000

/** A figure at twice its size in pixels, drawn by an installed browser. @throws {LongviewError} usage without one */
export async function screenshot(
  html: string,
  size: { readonly width: number; readonly height: number },
  env: NodeJS.ProcessEnv,
): Promise<Buffer> {
  const browser = findBrowser(env)
  if (!browser)
    throw usage('PNG needs a browser, and none was found', {
      remedy: 'Install Chromium or Chrome, set LONGVIEW_BROWSER to its path, or write .svg, which needs none.',
    })
  const dir = await mkdtemp(join(tmpdir(), 'longview-png-'))
  try {
    const page = join(dir, 'figure.html')
    const image = join(dir, 'figure.png')
    await writeFile(page, html)
    const words = [
      '--headless',
      // The page is our own SVG without scripts; Chromium refuses to start as root with its sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--hide-scrollbars',
      '--no-first-run',
      `--user-data-dir=${join(dir, 'profile')}`,
      '--force-device-scale-factor=2',
      `--window-size=${Math.ceil(size.width)},${Math.ceil(size.height)}`,
      `--screenshot=${image}`,
      pathToFileURL(page).href,
    ]
    const said = await ran(browser, words)
    return await readFile(image).catch(() => {
      throw new LongviewError({
        code: 'usage',
        what: 'The browser drew no picture.',
        where: browser,
        value: said.slice(-200),
        remedy: 'Try another with LONGVIEW_BROWSER, or write .svg, which needs none.',
      })
    })
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}

function ran(command: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'], timeout: DEADLINE_MS })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4096)
    })
    child.on('error', (error) => resolve(error.message))
    child.on('close', () => resolve(said))
  })
}
