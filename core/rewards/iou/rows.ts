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

/** The gold's rows by key, ready for many responses: a response marks what it takes with the number of its round. */
export class RowCounts {
  readonly #index = new Map<string, number>()
  readonly #counts: number[] = []
  readonly #left: Int32Array
  readonly #rounds: Uint32Array
  #round = 0

  constructor(rows: readonly PyValue[]) {
    for (const row of rows) {
      const key = rowKey(row)
      const at = this.#index.get(key)
      if (at === undefined) {
        this.#index.set(key, this.#counts.length)
        this.#counts.push(1)
      } else this.#counts[at]++
    }
    this.#left = new Int32Array(this.#counts.length)
    this.#rounds = new Uint32Array(this.#counts.length)
  }

  /** Size of the multiset intersection with these rows. */
  shared(rows: readonly PyValue[]): number {
    const round = ++this.#round
    let shared = 0
    for (const row of rows) {
      const at = this.#index.get(rowKey(row))
      if (at === undefined) continue
      if (this.#rounds[at] !== round) {
        this.#rounds[at] = round
        this.#left[at] = this.#counts[at]
      }
      if (this.#left[at] === 0) continue
      this.#left[at]--
      shared++
    }
    return shared
  }
}
