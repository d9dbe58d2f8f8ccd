import { writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reply } from './exchanges.ts'
import { sglangPython, tinyModel } from './places.ts'
import { fileOf, type RecordedServer } from './recorded.ts'

/** Keeps the answers of a real server, without anything that names the machine. */
export function keepReplies(server: RecordedServer, replies: Readonly<Record<string, Reply>>): void {
  const said = JSON.stringify(replies, null, 2)
    .replaceAll(tinyModel(), '/models/tiny')
    .replaceAll(dirname(dirname(sglangPython())), '/opt/sglang')
  writeFileSync(fileOf(server), `${said}\n`)
}
