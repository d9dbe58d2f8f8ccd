import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { storeFailure } from '../store/failure.ts'

/**
 * Keeps what comes in through a pipe as a file of the workspace, since prompts are fetched from their file later. The file
 * is named by its content: the same rows piped in again are the same, unchanged file.
 * @returns the path to index
 * @throws {LongviewError} disk-full; nothing of the input is kept then
 */
export async function spoolInput(dir: string, input: Readable): Promise<string> {
  const spool = join(dir, 'spool')
  const part = join(spool, `${process.pid}.part`)
  const hash = createHash('sha256')
  try {
    mkdirSync(spool, { recursive: true, mode: 0o700 })
    removeDeadParts(spool)
    await pipeline(
      input,
      async function* (pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) {
          hash.update(piece)
          yield piece
        }
      },
      createWriteStream(part, { mode: 0o600, flush: true }),
    )
    const path = join(spool, `stdin-${hash.digest('hex').slice(0, 16)}`)
    // A new file of the same bytes would be read again: its times differ.
    if (existsSync(path)) rmSync(part)
    else renameSync(part, path)
    return path
  } catch (error) {
    rmSync(part, { force: true })
    throw storeFailure(error, dir)
  }
}

/** What a killed process left half written. */
function removeDeadParts(spool: string): void {
  for (const name of readdirSync(spool)) {
    const pid = Number(/^(\d+)\.part$/.exec(name)?.[1])
    if (pid > 0 && !isThere(pid)) rmSync(join(spool, name), { force: true })
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
