import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Reply } from './exchanges.ts'

/** Each asked on its own: a server, the router, a server with a key, and both with their queue full. */
export type RecordedServer = 'sglang' | 'router' | 'guarded' | 'full' | 'full-router'

export const fileOf = (server: RecordedServer): string =>
  fileURLToPath(new URL(`recorded/${server}.json`, import.meta.url))

/** What real servers answered, exchange by exchange; `npm run test:servers -- --record` writes it anew. */
export function recordedReplies(server: RecordedServer): Record<string, Reply> {
  const file = fileOf(server)
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run test:servers -- --record writes it.`)
  return JSON.parse(readFileSync(file, 'utf8'))
}
