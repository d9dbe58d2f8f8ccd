import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writtenDocs } from '../../core/cli/docs.ts'
import { ROOT } from './longview.ts'

it('docs/cli.md tells what the tables say; if not, run: node scripts/docs.mjs', async () => {
  expect(readFileSync(join(ROOT, 'docs/cli.md'), 'utf8')).toBe(await writtenDocs())
})
