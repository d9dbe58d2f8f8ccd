// Writes THIRD_PARTY_NOTICES.md: what is shipped with the build (production dependencies as installed) and bundled data.
// With --check it only tells whether the file is what it would write.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const file = join(root, 'THIRD_PARTY_NOTICES.md')
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))

/** Bundled data and text that no package brings. */
const DATA = [['jieba 0.42.1 (dictionary and HMM tables)', 'MIT', 'core/rewards/chinese/data/LICENSE']]

// Optional packages for one platform share the licence and text of the package that asks for them.
const packages = Object.entries(lock.packages)
  .filter(([at, entry]) => at !== '' && !entry.dev && !entry.devOptional && !entry.os && !entry.cpu)
  .map(([at, entry]) => ({ name: at.slice(at.lastIndexOf('node_modules/') + 13), version: entry.version, at }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))

function licenceOf({ at }) {
  const manifest = join(root, at, 'package.json')
  if (!existsSync(manifest)) return 'not installed here'
  const { license, licenses } = JSON.parse(readFileSync(manifest, 'utf8'))
  return typeof license === 'string'
    ? license
    : (license?.type ?? licenses?.map((each) => each.type).join(' OR ') ?? 'see its folder')
}

function textOf({ at }) {
  const dir = join(root, at)
  const name = existsSync(dir) && readdirSync(dir).find((each) => /^(licen[cs]e|copying)/i.test(each))
  return name ? `node_modules/${at.slice(at.indexOf('node_modules/') + 13)}/${name}` : ''
}

const rows = packages.map((each) => `| ${each.name} ${each.version} | ${licenceOf(each)} | ${textOf(each)} |`)
const data = DATA.map(([name, licence, text]) => `| ${name} | ${licence} | ${text} |`)
const head = '| what | licence | its text |\n|---|---|---|\n'
const text = `# Third-party notices

Longview is Apache-2.0. It is shipped with, or built from, the following; each keeps its own licence.

## Data

${head}${data.join('\n')}

## Packages

${head}${rows.join('\n')}
`
if (process.argv.includes('--check')) {
  const same = existsSync(file) && readFileSync(file, 'utf8') === text
  if (!same) console.error('THIRD_PARTY_NOTICES.md is out of date: run `node scripts/notices.mjs`')
  process.exit(same ? 0 : 1)
}
writeFileSync(file, text)
console.log(`${rows.length} packages`)
