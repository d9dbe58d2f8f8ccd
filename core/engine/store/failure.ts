import { LongviewError } from '../../model/errors.ts'
import { freeBytes } from './filesystem.ts'

const megabytes = (bytes: number) => `${Math.floor(bytes / 1e6)} MB`

function roomLeft(dir: string): string {
  try {
    return `${megabytes(freeBytes(dir))} free`
  } catch {
    return 'free space unknown'
  }
}

/**
 * A failure of SQLite or of the file system in the workspace, said so that a user can act. LongviewErrors pass through;
 * anything else stays what it is.
 */
export function storeFailure(error: unknown, dir: string): unknown {
  if (error instanceof LongviewError || !(error instanceof Error)) return error
  const code = String((error as { code?: unknown }).code ?? '')
  const parts = partsOf(code, dir)
  return parts
    ? new LongviewError({ ...parts, where: dir, value: `${code}: ${error.message}` }, { cause: error })
    : error
}

function partsOf(code: string, dir: string) {
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC' || code === 'EDQUOT') {
    return {
      code: 'disk-full',
      what: `The disk of the workspace is full (${roomLeft(dir)})`,
      remedy: 'Free some space, for instance with `longview runs delete NAME`, and repeat. What was saved is kept.',
    } as const
  }
  if (code.startsWith('SQLITE_READONLY') || ['SQLITE_CANTOPEN', 'EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(code)) {
    return {
      code: 'workspace',
      what: 'The workspace cannot be written',
      remedy: 'Give yourself the right to write there, or name another directory with --workspace.',
    } as const
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return {
      code: 'workspace',
      what: 'The workspace is not a directory',
      remedy: 'Name a directory with --workspace.',
    } as const
  }
  if (code === 'SQLITE_NOTADB') {
    return {
      code: 'workspace',
      what: 'longview.db is not a database',
      remedy: 'Move it away and index again, or name another directory with --workspace. Nothing was changed.',
    } as const
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return {
      code: 'workspace',
      what: 'The workspace is damaged',
      remedy:
        'Copy the directory, then save what can be read: sqlite3 longview.db .recover | sqlite3 saved.db. Nothing was changed.',
    } as const
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return {
      code: 'workspace-busy',
      what: 'The workspace is busy: another process writes to it',
      remedy: 'Repeat when it has ended.',
    } as const
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    return {
      code: 'workspace',
      what: 'The disk of the workspace failed to read or write',
      remedy: 'Look at the disk and at the system log; copy the workspace to another disk. What was saved is kept.',
    } as const
  }
  return null
}
