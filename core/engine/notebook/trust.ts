/** What a person agreed to in this workspace: a notebook from elsewhere reaches nothing before that. */
import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NotebookDocument, Reach } from '../../contract.ts'
import { LongviewError, shownValue } from '../../model/errors.ts'
import { reachOf } from '../../notebook/reach.ts'
import { knownUserKey, userKey } from './user-key.ts'

/** The oldest agreements go: who agreed to so many things may be asked again. */
const MOST = 5000

export interface Trust {
  /** What the notebook reaches that nobody agreed to yet, its code beside it; empty where nothing has to be asked. */
  untrusted(document: NotebookDocument, baseDir: string): readonly Reach[]
  /** @param prints of the things a person agreed to */
  agree(prints: readonly string[]): void
}

/**
 * Kept in the workspace as hashes under a key of the user: the file tells no code and no address, and one that came with
 * a folder from elsewhere agrees to nothing. Read afresh each time: another process (the CLI beside a served page) may
 * have asked meanwhile.
 */
export function createTrust(workspaceDir: string): Trust {
  const path = join(workspaceDir, 'trusted.json')
  const known = (): string[] => (existsSync(path) ? agreedIn(path) : [])
  const hash = (key: Buffer, print: string) => createHmac('sha256', key).update(print).digest('hex')
  return {
    untrusted(document, baseDir) {
      const reach = reachOf(document, baseDir)
      if (reach.length === 0) return reach
      const agreed = new Set(known())
      const key = knownUserKey()
      const missing = (print: string) => key === null || !agreed.has(hash(key, print))
      const open = reach.filter(({ kind, print }) => kind !== 'code' && missing(print))
      return open.length === 0 ? open : reach.filter((each) => each.kind === 'code' || open.includes(each))
    },
    agree(prints) {
      const before = known()
      const key = userKey()
      const more = prints.map((print) => hash(key, print)).filter((each) => !before.includes(each))
      if (more.length === 0) return
      mkdirSync(workspaceDir, { recursive: true })
      const temporary = `${path}.${process.pid}.tmp`
      writeFileSync(temporary, `${JSON.stringify([...before, ...more].slice(-MOST))}\n`)
      renameSync(temporary, path)
    },
  }
}

function agreedIn(path: string): string[] {
  const text = readFileSync(path, 'utf8')
  try {
    const prints: unknown = JSON.parse(text)
    if (Array.isArray(prints) && prints.every((print) => typeof print === 'string')) return prints
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new LongviewError({
    code: 'workspace',
    what: 'What was agreed to in this workspace cannot be read.',
    where: path,
    value: shownValue(text.slice(0, 80)),
    remedy: 'Delete the file: notebooks then ask again.',
  })
}
