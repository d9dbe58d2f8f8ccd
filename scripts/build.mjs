// Builds what runs: dist/node (CLI, engine, workers) and dist/renderer (the page).
// Usage: node scripts/build.mjs [--node] [--renderer]   (default: both; skipped where nothing changed)
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { build } from 'vite'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const wanted = process.argv.slice(2)
const all = wanted.length === 0

/** Names and contents of what a build reads: unchanged sources need no second build. */
function fingerprint(patterns) {
  const hash = createHash('sha256')
  for (const file of patterns.flatMap((p) => globSync(p, { cwd: root })).sort()) {
    const path = join(root, file)
    if (statSync(path).isFile()) hash.update(file).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

async function once(name, patterns, run) {
  const stamp = join(root, 'dist', `.${name}`)
  const print = fingerprint([...patterns, 'package.json', 'package-lock.json', 'scripts/build.mjs'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return
  // Made beside the old one and swapped in at the end: who runs the old one meanwhile is not left without files.
  const next = join(root, 'dist', `.${name}-${process.pid}`)
  await run(next)
  mkdirSync(join(root, 'dist'), { recursive: true })
  rmSync(join(root, 'dist', name), { recursive: true, force: true })
  renameSync(next, join(root, 'dist', name))
  writeFileSync(stamp, print)
}

/** One flat folder: an entry finds its workers beside itself (core/engine/entries.ts). */
function buildNode(outDir) {
  const entries = ['core/cli/main.ts', ...globSync('core/**/*.{worker,child}.ts', { cwd: root })]
  const packages = Object.keys(manifest.dependencies)
  return build({
    root,
    configFile: false,
    logLevel: 'warn',
    define: { __LONGVIEW_BUILT__: 'true', __LONGVIEW_VERSION__: JSON.stringify(manifest.version) },
    resolve: { conditions: ['node'] },
    build: {
      ssr: true,
      target: 'node22',
      outDir,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((file) => [basename(file, '.ts'), join(root, file)])),
        external: (id) =>
          id.startsWith('node:') ||
          builtinModules.includes(id) ||
          packages.some((p) => id === p || id.startsWith(`${p}/`)),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
}

/** Beside each text file its brotli form: the server sends it as it is. Fonts are compressed already. */
async function compressTexts(dir) {
  const brotli = promisify(brotliCompress)
  const texts = globSync('**/*.{html,js,css,svg,json}', { cwd: dir }).map((file) => join(dir, file))
  await Promise.all(
    texts.map(async (file) => {
      const bytes = readFileSync(file)
      if (bytes.length < 1024) return
      writeFileSync(`${file}.br`, await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }))
    }),
  )
}

async function buildRenderer(outDir) {
  await build({
    root: join(root, 'renderer'),
    configFile: join(root, 'renderer/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
  await compressTexts(outDir)
}

if (all || wanted.includes('--node')) await once('node', ['core/**/*.{ts,json}'], buildNode)
if (all || wanted.includes('--renderer')) {
  await once(
    'renderer',
    ['renderer/**/*', 'core/{model,math,estimators,figures,notebook,rewards}/**/*.ts', 'core/*.ts'],
    buildRenderer,
  )
}
