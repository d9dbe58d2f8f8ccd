import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = dirname(import.meta.dirname)
const PURE = ['model', 'math', 'rewards', 'estimators', 'figures']

/** The import table of ARCHITECTURE.md: a folder may import itself and these. `type:` means types only. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  math: [],
  rewards: ['model', 'math'],
  estimators: ['model', 'math'],
  figures: ['model', 'math'],
  contract: ['model', 'type:rewards', 'type:estimators'],
  rpc: ['contract', 'model'],
  notebook: ['contract', ...PURE],
  engine: ['contract', 'notebook', ...PURE],
  serve: ['contract', 'rpc', 'model'],
  cli: ['engine', 'serve', 'notebook', 'contract', ...PURE],
  electron: ['engine', 'rpc', 'contract', 'model'],
  renderer: ['notebook', 'contract', 'rpc', ...PURE],
}

/** `core/engine/x.ts` -> engine, `core/contract.ts` -> contract, `renderer/a/b.tsx` -> renderer. */
function layerOf(file: string): string {
  const [top, second] = file.split('/')
  return top === 'core' ? second.replace(/\.ts$/, '') : top
}

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

const FROM = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"()]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = [...text.matchAll(FROM)].map((match) => ({ typeOnly: Boolean(match[1]), to: match[2] }))
  const dynamic = [...text.matchAll(DYNAMIC)].map((match) => ({ typeOnly: false, to: match[1] }))
  return [...found, ...dynamic]
    .filter(({ to }) => to.startsWith('.'))
    .map(({ to, typeOnly }) => ({ from: file, to: relative(root, normalize(join(root, dirname(file), to))), typeOnly }))
}

const files = globSync(['core/**/*.ts', 'renderer/**/*.{ts,tsx}', 'electron/**/*.ts'], { cwd: root }).sort()

describe('the house', () => {
  test('every folder imports only what the table allows', () => {
    const broken = files.flatMap(importsOf).filter(({ from, to, typeOnly }) => {
      const own = layerOf(from)
      const other = layerOf(to)
      const allowed = MAY_IMPORT[own]
      if (!allowed) return true
      return own !== other && !allowed.includes(other) && !(typeOnly && allowed.includes(`type:${other}`))
    })
    expect(files.length).toBeGreaterThan(20)
    expect(broken.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  test('pure folders use neither Node nor the page', () => {
    const pure = files.filter((file) => [...PURE, 'notebook', 'contract', 'rpc'].includes(layerOf(file)))
    const node = pure.filter((file) => /from ['"]node:/.test(readFileSync(join(root, file), 'utf8')))
    expect(node).toEqual([])
  })

  test('no file is longer than 600 lines', () => {
    const long = globSync(['core/**/*.ts', 'renderer/**/*.{ts,tsx,css}', 'scripts/**/*', 'tests/**/*.ts'], {
      cwd: root,
    })
      .filter((file) => /\.(ts|tsx|mjs|css)$/.test(file))
      .map((file) => [file, readFileSync(join(root, file), 'utf8').split('\n').length] as const)
      .filter(([, lines]) => lines > 600)
    expect(long).toEqual([])
  })

  test('only the folders the owner chose stand at the top', () => {
    const allowed = ['.ci', 'core', 'docs', 'electron', 'renderer', 'samples', 'scripts', 'tests']
    const tracked = new Set(
      globSync('*/', { cwd: root }).filter((name) => !['node_modules', 'dist', 'out'].includes(name)),
    )
    expect([...tracked].filter((name) => !allowed.includes(name))).toEqual([])
  })

  test('the lock file passes npm 10 on a machine without Python and compiler', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
    expect(lock.packages['node_modules/better-sqlite3'].gypfile).toBe(false)
    const built = Object.entries(lock.packages as Record<string, { hasInstallScript?: boolean }>)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([name]) => name.split('node_modules/').pop())
    const decided = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).allowScripts)
    expect(built.filter((name) => name && !decided.includes(name) && name !== 'fsevents')).toEqual([])
  })
})
