// Finds a Chrome or Chromium, or installs one: Debian's package as root, else playwright's own. Never skips in silence.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Path of an installed browser, or null. LONGVIEW_BROWSER wins. */
export function findBrowser() {
  const named = process.env.LONGVIEW_BROWSER
  if (named) {
    if (!existsSync(named)) throw new Error(`LONGVIEW_BROWSER names ${named}, which does not exist`)
    return named
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)))
  return [...onPath, ...PLACES].find((path) => existsSync(path)) ?? null
}

function run(command, args) {
  console.error(`$ ${command} ${args.join(' ')}`)
  return (
    spawnSync(command, args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0
  )
}

/** Path of a browser, installed if need be. @throws {Error} that names what was tried and the remedy */
export async function needBrowser() {
  const found = findBrowser()
  if (found) return found
  const root = process.getuid?.() === 0
  if (root && existsSync('/usr/bin/apt-get')) {
    const packages = ['install', '-y', '--no-install-recommends', 'chromium']
    if (run('apt-get', packages) || (run('apt-get', ['update']) && run('apt-get', packages))) {
      const installed = findBrowser()
      if (installed) return installed
    }
  }
  const cli = new URL('../node_modules/playwright-core/cli.js', import.meta.url).pathname
  if (run(process.execPath, [cli, 'install', 'chromium'])) {
    const { chromium } = await import('playwright-core')
    if (existsSync(chromium.executablePath())) return chromium.executablePath()
  }
  throw new Error(
    'The page tests need a browser, and none was found or could be installed. Install Chromium or Chrome, or set LONGVIEW_BROWSER to its path.',
  )
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.log(await needBrowser())
export const versionOf = (path) => execFileSync(path, ['--version'], { encoding: 'utf8' }).trim()
