import { type Places, tryLoads } from '../../math/python/json.ts'
import { str } from '../../math/python/repr.ts'
import type { PyValue } from '../../math/python/values.ts'
import { strip } from '../../math/python/whitespace.ts'
import type { Range } from '../shared/answer-area.ts'

const OPEN = '<answer>'
const CLOSE = '</answer>'

/** The part that is read as JSON: between the first `<answer>` and the next `</answer>`, or all without one. */
export function answerBox(response: string): Range {
  const open = response.indexOf(OPEN)
  if (open < 0) return { start: 0, end: response.length }
  const start = open + OPEN.length
  const close = response.indexOf(CLOSE, start)
  return { start, end: close < 0 ? response.length : close }
}

/** What `json.loads(strip(text)).get("data", [])` gives; where that fails the trainer takes an empty list. */
export type Predicted =
  | { readonly data: PyValue; readonly failure: null }
  | { readonly data: []; readonly failure: string }

/** @throws JsonLimitError where CPython raises something that the trainer does not catch */
export function predictedData(text: string, places?: Places): Predicted {
  const { value, failure } = tryLoads(strip(text), places)
  if (failure) return { data: [], failure: `${failure.message} at character ${failure.at + 1}` }
  if (!(value instanceof Map)) return { data: [], failure: 'the answer is JSON, but no object' }
  return { data: value.has('data') ? (value.get('data') as PyValue) : [], failure: null }
}

/**
 * A row's key: for a list the texts of its cells, else the text of the row; the two never meet. Cells are told apart by
 * their lengths, so that no cell's text can pose as two.
 */
export function rowKey(row: PyValue): string {
  if (!Array.isArray(row)) return `=${str(row)}`
  let key = ''
  for (const cell of row) {
    const text = str(cell)
    key += `${text.length}:${text}`
  }
  return key
}

/** How often each row occurs. */
export function countRows(rows: readonly PyValue[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const key = rowKey(row)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
