/**
 * Who may speak to the server. The token itself never leaves the process or its file: browsers hold a value derived from
 * it, links hold a one-time code.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { closeSync, fchmodSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs'
import { LongviewError } from '../model/errors.ts'

/** A printed link works this long. */
export const CODE_SECONDS = 60
const CODES_KEPT = 16
/** 22 characters of base64url hold 132 bits. */
const TOKEN_PATTERN = /^[A-Za-z0-9_~.+/=-]{22,512}$/

export interface Secret {
  /** Per instance, because cookies ignore ports: two servers on one machine must not overwrite each other's. */
  readonly cookieName: string
  /** `name=value`, without attributes. */
  readonly cookie: string
  acceptsCookies(header: string | undefined): boolean
  /** `Authorization: Bearer <token>`, for scripts that can read the token file. */
  acceptsBearer(header: string | undefined): boolean
  /** A fresh code: good once, within CODE_SECONDS. */
  newCode(): string
  redeem(code: string): boolean
}

/** Equal in constant time, whatever the lengths. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

export const randomToken = (): string => randomBytes(32).toString('base64url')

/** @param now a clock in milliseconds that never goes back */
export function createSecret(token: string, now: () => number = () => performance.now()): Secret {
  const derive = (use: string) => createHmac('sha256', token).update(use).digest('base64url')
  const cookieName = `longview-${derive('instance').slice(0, 10)}`
  const session = derive('session')
  const codes = new Map<string, number>()
  return {
    cookieName,
    cookie: `${cookieName}=${session}`,
    acceptsCookies(header) {
      const values = (header ?? '').split(';').map((part) => part.trim())
      const ours = values.filter((part) => part.startsWith(`${cookieName}=`))
      return ours.length === 1 && same(ours[0].slice(cookieName.length + 1), session)
    },
    acceptsBearer: (header) => header?.startsWith('Bearer ') === true && same(header.slice(7), token),
    newCode() {
      const code = randomBytes(16).toString('base64url')
      codes.set(code, now() + CODE_SECONDS * 1000)
      for (const old of [...codes.keys()].slice(0, -CODES_KEPT)) codes.delete(old)
      return code
    },
    redeem(code) {
      for (const [known, end] of codes) {
        if (!same(known, code)) continue
        codes.delete(known)
        return now() < end
      }
      return false
    },
  }
}

function tokenError(file: string, what: string, remedy: string): LongviewError {
  return new LongviewError({ code: 'usage', what, where: file, remedy })
}

/**
 * The token in `file`, which only its owner may read; a missing file is made with a fresh one.
 * @throws {LongviewError} usage: readable by others, not ours, too short for 128 bits
 */
export function tokenFromFile(file: string): string {
  let made: number | null = null
  try {
    made = openSync(file, 'wx', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw tokenError(file, 'The token file cannot be made.', (error as Error).message)
  }
  if (made !== null) {
    const token = randomToken()
    fchmodSync(made, 0o600)
    writeSync(made, `${token}\n`)
    closeSync(made)
    return token
  }
  const { text, mode, uid } = readWithOwner(file)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw tokenError(file, 'Others can read the token file.', `Run: chmod 600 ${file}`)
  if (process.getuid && uid !== process.getuid())
    throw tokenError(file, 'The token file belongs to another user.', 'Name a file of your own.')
  const token = text.trim()
  if (!TOKEN_PATTERN.test(token) || new Set(token).size < 10)
    throw tokenError(
      file,
      'The token is too weak: it needs at least 22 characters without spaces, made at random.',
      'Delete the file; longview then makes a good one.',
    )
  return token
}

function readWithOwner(file: string): { text: string; mode: number; uid: number } {
  let descriptor: number | null = null
  try {
    descriptor = openSync(file, 'r')
    const { mode, uid } = fstatSync(descriptor)
    return { text: readFileSync(descriptor, 'utf8'), mode, uid }
  } catch (error) {
    throw tokenError(file, 'The token file cannot be read.', (error as Error).message)
  } finally {
    if (descriptor !== null) closeSync(descriptor)
  }
}
