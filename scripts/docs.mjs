// Writes docs/cli.md from the tables of the command line. Needs Node 24: it imports the TypeScript source.
// Usage: node scripts/docs.mjs
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writtenDocs } from '../core/cli/docs.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
writeFileSync(join(root, 'docs/cli.md'), await writtenDocs())
