// The tests: builds, finds or installs the browser, runs vitest and prints the totals on a line of their own.
// `--long` runs the long ones instead (200 kills, large files); other words go to vitest.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
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

/** Runs vitest. @returns its exit code and its report, null where it left none */
function vitest(name, words) {
  const report = join(scratch, name)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const program = join(root, 'node_modules/vitest/vitest.mjs')
  const ran = spawnSync(process.execPath, [program, 'run', ...reporters, ...words], {
    cwd: root,
    stdio: 'inherit',
    // Hundreds of short processes are started: what they compile is kept for the next one. What they leave goes with it.
    env: {
      NODE_COMPILE_CACHE: join(scratch, 'compiled'),
      ...process.env,
      TMPDIR: scratch,
      XDG_CONFIG_HOME: join(scratch, 'settings'),
      LONGVIEW_BROWSER: browser,
      LONGVIEW_LONG: long ? '1' : '',
    },
  })
  const status = ran.status ?? 1
  return { status, report: existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null }
}

const failures = ({ testResults }) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map((test) => `${name} > ${test.fullName}`),
  )

let { status, report } = vitest(
  'report.json',
  words.filter((word) => word !== '--long'),
)
if (!report) {
  console.error('The tests ended without a report.')
  process.exit(status || 1)
}
const { numPassedTests, numFailedTests, numPendingTests } = report
let failed = numFailedTests
// LONGVIEW_AGAIN: a file that failed beside others on a busy machine decides alone, and is named whatever comes out.
const files = report.testResults.filter((file) => file.status === 'failed').map(({ name }) => name)
if (status !== 0 && process.env.LONGVIEW_AGAIN && files.length > 0 && files.length <= 5) {
  console.log(`\nFailed beside others, now alone:\n  ${[...failures(report), ...files].join('\n  ')}`)
  const alone = vitest('again.json', ['--maxWorkers=1', ...files])
  if (alone.status === 0 && alone.report) {
    status = 0
    failed = 0
  }
}
rmSync(scratch, { recursive: true, force: true })
const passed = numPassedTests + numFailedTests - failed
if (failed < numFailedTests) console.log(`${numFailedTests} of those that passed did so only when run again, alone.`)
console.log(`${passed} passed, ${failed} failed${numPendingTests ? `, ${numPendingTests} skipped` : ''}`)
// A runner that ran nothing has not passed.
if (passed + failed === 0 && words.length === 0) process.exit(1)
process.exit(status)
