/** The answers of real servers as files beside this one, without anything that names the machine. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reply } from './exchanges.ts'
import { sglangPython, sourceOf, tinyModel } from './places.ts'

export type RecordedServer = 'sglang' | 'router' | 'guarded' | 'full' | 'full-router'

const fileOf = (server: RecordedServer): string => sourceOf(`recorded/${server}.json`)

export function recordedReplies(server: RecordedServer): Record<string, Reply> {
  const file = fileOf(server)
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run test:servers -- --record writes it.`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

export function keepReplies(server: RecordedServer, replies: Readonly<Record<string, Reply>>): void {
  const said = JSON.stringify(replies, null, 2)
    .replaceAll(tinyModel(), '/models/tiny')
    .replaceAll(dirname(dirname(sglangPython())), '/opt/sglang')
  writeFileSync(fileOf(server), `${said}\n`)
}
