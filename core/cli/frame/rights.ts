import { extname } from 'node:path'
import type { Notes } from './notes.ts'

/** Says that a reward in Python is no sandbox: it can read and change whatever its user can. */
export function tellRights(file: string, notes: Notes): void {
  if (extname(file).toLowerCase() !== '.py') return
  notes.note(`${file} is Python: it runs with your rights, files and network included. Use only what you trust.`)
}
