import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const page = join(dirname(dirname(import.meta.dirname)), 'dist/renderer')
const MOST_BYTES = 400_000

/** Scripts that a page loads before it can show anything: those of index.html and what they import, not what they import later. */
function atStart(): ReadonlyMap<string, number> {
  const html = readFileSync(join(page, 'index.html'), 'utf8')
  const found = new Map<string, number>()
  const queue = [...html.matchAll(/(?:src|href)="[./]*(assets\/[^"]+\.js)"/g)].map(([, path]) => basename(path))
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (found.has(name)) continue
    const text = readFileSync(join(page, 'assets', name), 'utf8')
    found.set(name, gzipSync(text).length)
    for (const [, imported] of text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)) queue.push(imported)
  }
  return found
}

test('JavaScript at start is at most 400 KB gzipped; the editor, Plotly and KaTeX come later', () => {
  const scripts = atStart()
  const total = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0)
  expect(scripts.size).toBeGreaterThan(1)
  expect([...scripts.keys()].filter((name) => /editor|plotly|katex/i.test(name))).toEqual([])
  expect(total, JSON.stringify([...scripts])).toBeLessThanOrEqual(MOST_BYTES)
  // A page that loads nothing would pass too: React alone is more than this.
  expect(total).toBeGreaterThan(50_000)
})
