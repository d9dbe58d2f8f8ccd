// `npm start`: builds what changed, runs the tour on the bundled samples (only what is stale), and opens the workbench.
// Plain JavaScript for Node 20, which may be what npm runs it with; npm puts the checkout's own Node 24 on the PATH.
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const own = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
const node = existsSync(own) ? own : process.execPath
const main = join(root, 'dist/node/main.js')
const tour = join(root, 'samples/tour.longview')

/** `.longview` in the checkout, or where this user keeps data when the checkout cannot be written. */
function workspace() {
  try {
    accessSync(root, constants.W_OK)
    return join(root, '.longview')
  } catch {
    const data = process.env.LOCALAPPDATA ?? process.env.XDG_DATA_HOME ?? join(homedir(), '.local/share')
    const dir = join(data, 'longview/start')
    mkdirSync(dir, { recursive: true })
    return dir
  }
}

const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
if (Number(version.slice(1).split('.')[0]) < 22) {
  console.error(`Node ${version} is too old for the database, and node_modules holds no newer one. Run: npm ci`)
  process.exit(3)
}
const built = spawnSync(node, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)

const dir = workspace()
console.error('The desktop window is not there yet: the workbench opens as a page in your browser.')
// The page then shows data at once. What the tour left earlier is not run again.
const toured = spawnSync(node, [main, 'run', tour, '--workspace', dir], { cwd: root, stdio: ['ignore', 2, 'inherit'] })
if (toured.signal || toured.status >= 128) process.exit(toured.status ?? 130)
if (toured.status > 1) console.error('The tour did not run to its end; the page opens with what there is.')

const page = spawn(node, [main, 'serve', tour, '--open', '--workspace', dir, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
// A terminal sends Ctrl-C to both; the page's process decides when to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) page.kill(signal)
  })
page.on('exit', (code, signal) => {
  // Ctrl-C is how one leaves it: no reason for npm to report a failure.
  process.exit(code === 130 || signal === 'SIGINT' ? 0 : (code ?? 1))
})
