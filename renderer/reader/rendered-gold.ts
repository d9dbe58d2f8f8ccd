import type { Stretch } from './text.ts'

/** A character that goes on a word or a number: "42" within "142" is no answer. */
const WORD = /[\p{L}\p{N}]/u

/** Markdown's own signs, which are not shown. */
const SIGNS = /[*_`~\\#>|]+/g

/** What a formula is set off by is not a part of it. */
const FENCED = /^\s*(?:\$\$?|\\[([])([\s\S]*?)(?:\$\$?|\\[)\]])\s*$/

/** A text as a pattern: whatever white space and signs the renderer made of its own. */
function patternOf(text: string): RegExp | null {
  const words = text.replace(FENCED, '$1').replace(SIGNS, ' ').trim().split(/\s+/)
  if (words[0] === '') return null
  const plain = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(plain.join('[\\s*_`~\\\\#>|]+'), 'gu')
}

function found(text: string, pattern: RegExp): readonly Stretch[] {
  return Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }))
}

function standsAlone(text: string, { start, end }: Stretch): boolean {
  const goesOn = (a: string | undefined, b: string | undefined) => !!a && !!b && WORD.test(a) && WORD.test(b)
  return !goesOn(text[start - 1], text[start]) && !goesOn(text[end - 1], text[end])
}

/**
 * Where the evidence of a piece of Markdown stands in the text that was made of it. Rendering keeps the order of words: as
 * long as an answer occurs as often as in the raw text, the k-th is the k-th; else those that stand as words of their own.
 * @param spans in `raw`, ascending
 * @param shown the text that was made of it, formulas by their source
 * @returns stretches of `shown`, ascending, without overlaps; evidence that is not shown (a link's target) has none
 */
export function goldShown(raw: string, spans: readonly Stretch[], shown: string): readonly Stretch[] {
  const byText = Map.groupBy(spans, ({ start, end }) => raw.slice(start, end))
  const marked: Stretch[] = []
  for (const [text, own] of byText) {
    const pattern = patternOf(text)
    if (!pattern) continue
    const inRaw = found(raw, pattern)
    const inShown = found(shown, pattern)
    const isGold = (k: number) => own.some(({ start, end }) => inRaw[k].start < end && inRaw[k].end > start)
    const same = inRaw.length === inShown.length
    marked.push(...inShown.filter((each, k) => (same ? isGold(k) : standsAlone(shown, each))))
  }
  marked.sort((a, b) => a.start - b.start || b.end - a.end)
  let end = -1
  return marked.filter((each) => {
    if (each.start < end) return false
    end = each.end
    return true
  })
}
