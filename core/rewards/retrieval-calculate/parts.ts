import { skipSpace, skipSpaceBack } from '../../math/python/whitespace.ts'
import type { Range } from '../shared/answer-area.ts'
import { afterThinking } from '../shared/answer-area.ts'

/** What the response gives, all after the last `</think>`. */
export interface Parts {
  /** `<|doc_N|>` ids in order of occurrence, with their places. */
  readonly ids: readonly (Range & { readonly id: string })[]
  /** The text of `<continue_reasoning>`, stripped; null where the tag or its end is missing. */
  readonly reasoning: Range | null
}

// \d of Python's re: decimal digits of every script
const DOC_ID = /<\|doc_\p{Nd}+\|>/gu

export function partsOf(response: string): Parts {
  const from = afterThinking(response)
  const list = between(response, from, '<relevant_doc_ids>', '</relevant_doc_ids>')
  const ids: (Range & { id: string })[] = []
  if (list) {
    for (const match of response.slice(list.start, list.end).matchAll(DOC_ID)) {
      const start = list.start + match.index
      ids.push({ start, end: start + match[0].length, id: match[0] })
    }
  }
  const inner = between(response, from, '<continue_reasoning>', '</continue_reasoning>')
  if (!inner) return { ids, reasoning: null }
  const start = skipSpace(response, inner.start, inner.end)
  return { ids, reasoning: { start, end: skipSpaceBack(response, start, inner.end) } }
}

/** The first `open` and what stands before the next `close`; null where either is missing. */
function between(text: string, from: number, open: string, close: string): Range | null {
  const at = text.indexOf(open, from)
  if (at < 0) return null
  const start = at + open.length
  const end = text.indexOf(close, start)
  return end < 0 ? null : { start, end }
}
