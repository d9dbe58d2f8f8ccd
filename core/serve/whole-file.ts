import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Saves a file whole or not at all: temporary file beside it, fsync, rename. Its mode stays as it was.
 * @throws {Error} of the file system; what was there before stays then
 */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  const mode = (await stat(path).catch(() => null))?.mode // a new file gets the usual one
  try {
    const file = await open(temporary, 'w', mode === undefined ? 0o666 : mode & 0o777)
    try {
      await file.writeFile(data)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  const folder = await open(dirname(path), 'r').catch(() => null) // Windows opens no folders; the rename stands anyway
  await folder?.sync().catch(() => {})
  await folder?.close()
}
