import { countCodePoints } from '../../../math/codepoints.ts'
import { isSpace, strip } from '../../../math/python/whitespace.ts'
import type { Budget } from '../limits.ts'

/** Boxes this near to each other (code points between them) are one answer; further ones need a separator between. */
const NEAR = 10
const FAR = 70
const SEPARATOR = /(?<![\p{L}\p{N}_])(?:and|or)(?![\p{L}\p{N}_])|,|;/u

interface Box {
  readonly content: string
  readonly start: number
}

/**
 * The contents of the `\boxed{...}` (or `\fbox{...}`) of a passage, joined by commas; the passage itself when there is
 * none. `last`: only the last box and those that belong with it.
 */
export function boxedContent(text: string, mode: 'all' | 'last', budget: Budget): string {
  const found: string[] = []
  let last: Box | null = null
  let limit = text.length
  let boxed = limit
  let framed = limit
  for (;;) {
    budget.spend(10)
    // what lies before the limit is still the last one
    if (boxed >= limit) boxed = lastBefore(text, '\\boxed', limit)
    if (framed >= limit) framed = lastBefore(text, '\\fbox', limit)
    const start = Math.max(boxed, framed)
    if (start < 0) break
    let open = start + (boxed > framed ? 6 : 5)
    while (open < limit && isSpace(text.charCodeAt(open))) open++
    if (open >= limit) break
    const close = text[open] === '{' ? closingBrace(text, open, limit) : -1
    if (close < 0) {
      // a box that never closes runs to the end of the text, if it is the last one
      if (found.length === 0) found.push(text.slice(open))
      break
    }
    const content = strip(text.slice(open + 1, close))
    if (mode === 'last' && last !== null && !belongs(text.slice(close + 1, last.start), content, last.content)) break
    if (found.length === 0 || found[found.length - 1] !== content) found.push(content)
    last = { content: found[found.length - 1], start }
    limit = start
  }
  return found.length === 0 ? text : found.reverse().join(',')
}

function lastBefore(text: string, command: string, limit: number): number {
  return limit < command.length ? -1 : text.lastIndexOf(command, limit - command.length)
}

function closingBrace(text: string, open: number, limit: number): number {
  let depth = 1
  for (let i = open + 1; i < limit; i++) {
    const code = text.charCodeAt(i)
    if (code === 123) depth++
    else if (code === 125 && --depth === 0) return i
  }
  return -1
}

function belongs(between: string, content: string, next: string): boolean {
  const length = between.length > 2 * FAR ? between.length : countCodePoints(between)
  return length < NEAR || (content !== next && length < FAR && SEPARATOR.test(between))
}
