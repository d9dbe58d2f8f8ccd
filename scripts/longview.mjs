#!/usr/bin/env node
// The launcher: finds a Node that the SQLite binding runs on, then hands over to the built CLI.
// It is plain JavaScript for old Nodes: better-sqlite3 13 crashes the whole process on Node 20.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED = 22
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const main = join(root, 'dist/node/main.js')

if (!existsSync(main)) {
  console.error(`longview is not built yet: ${main} is missing. Run: npm run build`)
  process.exit(3)
}

// The list of verbs and the version touch no database: they need no second process.
const words = process.argv.slice(2)
const onlyWords = words.length === 0 || ['--help', '-h', '--version'].includes(words[0])

if (onlyWords || Number(process.versions.node.split('.')[0]) >= NEEDED) {
  await import(main)
} else {
  const bundled = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(bundled)) {
    console.error(
      `Node ${process.versions.node} is too old: longview needs Node ${NEEDED} or newer. Run \`npm ci\` here, which brings one, or install a newer Node.`,
    )
    process.exit(3)
  }
  const child = spawn(bundled, [main, ...words], { stdio: 'inherit' })
  // The terminal sends Ctrl-C to both; signals sent to this process alone are passed on. The child decides when to end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal)
    else process.exit(code ?? 1)
  })
}
