import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Path of an installed Chrome or Chromium, or null. The variable LONGVIEW_BROWSER wins over the PATH. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env.LONGVIEW_BROWSER) return existsSync(env.LONGVIEW_BROWSER) ? env.LONGVIEW_BROWSER : null
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)))
  return [...onPath, ...PLACES].find((path) => existsSync(path)) ?? null
}
