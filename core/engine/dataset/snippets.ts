import { setImmediate as otherWork } from 'node:timers/promises'
import type { Snippet } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { Message } from '../../model/sample.ts'
import { folded, placesOf } from '../../rewards/evidence.ts'
import type { Rows } from './fetch.ts'
import { searchTerms } from './words.ts'

/** UTF-16 units shown before and after the first hit. */
const BEFORE = 14
const AFTER = 160

/**
 * Reads prompts one by one, letting others in between: a table asks for the rows in sight. The index tells which samples
 * hold the words; where they stand is only in the file.
 */
export async function snippetsOf(rows: Rows, ids: readonly string[], search: string): Promise<Snippet[]> {
  const terms = searchTerms(search)
  const found: Snippet[] = []
  for (const id of ids) {
    found.push(snippetOf(rows, id, terms))
    await otherWork()
  }
  return found
}

function snippetOf(rows: Rows, id: string, terms: readonly string[]): Snippet {
  const none: Snippet = { id, text: null, hits: 0, depth: null }
  let messages: readonly Message[]
  try {
    messages = rows.prompt(id).messages
  } catch (error) {
    if (error instanceof LongviewError) return none // its file is gone: the row itself says so when it is opened
    throw error
  }
  if (terms.length === 0) return { ...none, text: endOf(messages) }
  const text = messages.map(({ content }) => content).join('\n\n')
  const lower = folded(text)
  let hits = 0
  let first = -1
  for (const term of terms) {
    const places = placesOf(lower, term)
    hits += places.length
    if (places.length > 0 && (first < 0 || places[0].start < first)) first = places[0].start
  }
  if (first < 0) return none
  return { id, text: around(text, first), hits, depth: first / text.length }
}

/** The end of the last user message in one line, from a word's beginning; null where there is no such message. */
function endOf(messages: readonly Message[]): string | null {
  const content = messages.findLast(({ role }) => role === 'user')?.content
  if (content === undefined) return null
  // Spaces at the end may be many, a line's folded ones too: what is looked at is wider than what is shown.
  const end = content.trimEnd().slice(-4 * AFTER)
  const line = end.toWellFormed().replace(/\s+/g, ' ').trim()
  if (line.length <= AFTER && end.length < 4 * AFTER) return line
  return `… ${line.slice(-AFTER).replace(/^\S*\s(?=\S)/, '')}`
}

/** One line of text around a place, cut at characters, words where there are any. */
function around(text: string, at: number): string {
  const from = Math.max(0, at - BEFORE)
  const to = Math.min(text.length, at + AFTER)
  const before = text.slice(from, at).replace(from > 0 ? /^\S*\s/ : /^/, '')
  const line = `${before}${text.slice(at, to)}`.toWellFormed().replace(/\s+/g, ' ').trim()
  return `${from > 0 ? '… ' : ''}${line}${to < text.length ? ' …' : ''}`
}
