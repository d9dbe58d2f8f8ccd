// The tests: builds, finds or installs the browser, runs vitest. `--long` adds the long ones; other words go to vitest.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { needBrowser } from './browser.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const words = process.argv.slice(2)
const long = words.includes('--long')

const browser = await needBrowser()
const built = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)

const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const ran = spawnSync(process.execPath, [vitest, 'run', ...words.filter((word) => word !== '--long')], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, LONGVIEW_BROWSER: browser, LONGVIEW_LONG: long ? '1' : '' },
})
process.exit(ran.status ?? 1)
