// The tests: builds, finds or installs the browser, runs vitest and prints the totals on a line of their own.
// `--long` runs the long ones instead (200 kills, large files); other words go to vitest.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { needBrowser, versionOf } from './browser.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const words = process.argv.slice(2)
const long = words.includes('--long')

const browser = await needBrowser()
console.log(`Browser: ${browser}, ${versionOf(browser)}`)
const built = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)

const scratch = mkdtempSync(join(tmpdir(), 'longview-tests-'))
const report = join(scratch, 'report.json')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const ran = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...words.filter((word) => word !== '--long')], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, LONGVIEW_BROWSER: browser, LONGVIEW_LONG: long ? '1' : '' },
})
try {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
  console.log(
    `${numPassedTests} passed, ${numFailedTests} failed${numPendingTests ? `, ${numPendingTests} skipped` : ''}`,
  )
  // A runner that ran nothing has not passed.
  if (numPassedTests + numFailedTests === 0 && words.length === 0) process.exit(1)
} catch (error) {
  console.error(`The tests ended without a report: ${error.message}`)
  process.exit(ran.status || 1)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
process.exit(ran.status ?? 1)
