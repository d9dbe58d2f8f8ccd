/** A secret of the user, outside every workspace: what is signed with it cannot come from elsewhere. */
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { LongviewError } from '../../model/errors.ts'

const BYTES = 32

/** Where the user's own settings are on this system. */
function settingsDir(env: NodeJS.ProcessEnv): string {
  if (env.XDG_CONFIG_HOME) return env.XDG_CONFIG_HOME
  if (process.platform === 'win32' && env.APPDATA) return env.APPDATA
  return join(homedir(), '.config')
}

function readKey(path: string): Buffer | null {
  try {
    const key = readFileSync(path)
    return key.length === BYTES ? key : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const pathOf = (env: NodeJS.ProcessEnv) => join(settingsDir(env), 'longview', 'trust.key')

/** Null where there is none that can be read: then nothing was agreed to that could be checked. */
export function knownUserKey(env: NodeJS.ProcessEnv = process.env): Buffer | null {
  try {
    return readKey(pathOf(env))
  } catch (error) {
    if (/^(ENOTDIR|EACCES|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

/** Made when it is first needed. @throws {LongviewError} workspace, where it can be neither read nor made */
export function userKey(env: NodeJS.ProcessEnv = process.env): Buffer {
  const path = pathOf(env)
  try {
    return readKey(path) ?? makeKey(path)
  } catch (error) {
    throw new LongviewError({
      code: 'workspace',
      what: `The key that your agreements are signed with cannot be kept: ${(error as Error).message}`,
      where: path,
      remedy: 'Set XDG_CONFIG_HOME to a folder of yours that can be written.',
    })
  }
}

/** Two processes may make it at once: the first one's stays. */
function makeKey(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const own = `${path}.${process.pid}`
  writeFileSync(own, randomBytes(BYTES), { mode: 0o600 })
  try {
    linkSync(own, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(own, { force: true })
  }
  const key = readKey(path)
  if (!key) throw new Error('the file there is not a key; delete it')
  return key
}
