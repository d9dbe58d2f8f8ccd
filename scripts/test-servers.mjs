// The client against real SGLang servers and their router, in Python environments made from PyPI (12 GB on disk, once).
// Too large for every day: no part of `npm test`. `--record` writes down what the servers answer.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = join(root, 'node_modules/.bin/node')
const ran = spawnSync(node, [join(root, 'tests/servers/run.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
process.exit(ran.status ?? 1)
