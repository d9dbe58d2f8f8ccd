// Mends package-lock.json after `npm install`, and with --check only tells.
// 1. better-sqlite3 ships prebuilt binaries, yet npm 10 runs node-gyp for any package with a binding.gyp unless its lock
//    entry says "gypfile": false; that fails on a machine without Python and a compiler.
// 2. Optional packages for other platforms that a registry lacks leave holes, and `npm ci` then stops with "Missing ...
//    from lock file". Their entries are added; they are filtered out by os and cpu and never fetched here.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OS = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'openharmony', 'aix', 'netbsd', 'openbsd', 'sunos']
const CPU = ['arm64', 'x64', 'ia32', 'arm', 'armv7', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']
const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const packages = lock.packages
const mended = []

/** npm's own look-up: nested node_modules first, then each folder above. */
function resolves(from, name) {
  for (let dir = from; ; ) {
    if (packages[`${dir ? `${dir}/` : ''}node_modules/${name}`]) return true
    if (!dir) return false
    const at = dir.lastIndexOf('node_modules/')
    dir = at <= 0 ? '' : dir.slice(0, at - 1)
  }
}

const sqlite = packages['node_modules/better-sqlite3']
if (sqlite && sqlite.gypfile !== false) {
  sqlite.gypfile = false
  mended.push('better-sqlite3: "gypfile": false')
}

for (const [at, entry] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (resolves(at, name)) continue
    const words = name.split(/[-/.]/)
    const os = words.find((word) => OS.includes(word))
    const cpu = words.find((word) => CPU.includes(word))
    if (!os && !cpu) continue
    packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ''),
      ...(cpu && { cpu: [cpu] }),
      ...(entry.dev && { dev: true }),
      ...(words.includes('musl') && { libc: ['musl'] }),
      optional: true,
      ...(os && { os: [os] }),
    }
    mended.push(`${name}: entry added`)
  }
}

if (process.argv.includes('--check')) {
  if (mended.length > 0) console.error(`package-lock.json needs \`node scripts/lock.mjs\`:\n  ${mended.join('\n  ')}`)
  process.exit(mended.length > 0 ? 1 : 0)
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(mended.length > 0 ? mended.join('\n') : 'nothing to mend')
