// Runs tests/bench/*.bench.ts one after the other, or those whose name holds a given word. Each prints its own ratios.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const words = process.argv.slice(2)
const built = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)
let failed = 0
for (const file of globSync('tests/bench/*.bench.ts', { cwd: root }).sort()) {
  if (words.length > 0 && !words.some((word) => file.includes(word))) continue
  console.log(`\n== ${file}`)
  const ran = spawnSync(process.execPath, ['--expose-gc', join(root, file)], { cwd: root, stdio: 'inherit' })
  if (ran.status !== 0) failed++
}
process.exit(failed > 0 ? 1 : 0)
