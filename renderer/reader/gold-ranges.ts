import type { Stretch } from './text.ts'

/** A text node, or a formula, which is one sign: its drawing says the same twice, for eyes and for screen readers. */
interface Part extends Stretch {
  readonly node: Text | null
  readonly formula: HTMLElement | null
}

/** What a rendered piece shows: its text, formulas by their source, and the nodes it stands in. */
export interface ShownText {
  readonly text: string
  readonly parts: readonly Part[]
}

export function shownText(element: Element): ShownText {
  const parts: Part[] = []
  let text = ''
  const add = (words: string, node: Text | null, formula: HTMLElement | null) => {
    parts.push({ start: text.length, end: text.length + words.length, node, formula })
    text += words
  }
  const visit = (within: Node) => {
    for (const child of within.childNodes) {
      if (child instanceof Text) add(child.data, child, null)
      else if (child instanceof HTMLElement && child.classList.contains('md-math'))
        add(child.dataset.tex ?? '', null, child)
      else visit(child)
    }
  }
  visit(element)
  return { text, parts }
}

const NAME = 'reader-gold'

/**
 * Marks stretches as gold: words without touching their nodes (where the browser cannot, they stay unmarked), a formula as
 * a whole, with words that say so.
 * @param stretches of the shown text, ascending, without overlaps
 * @returns takes the marks back
 */
export function markGold({ parts }: ShownText, stretches: readonly Stretch[]): () => void {
  const ranges: Range[] = []
  const formulas = new Set<HTMLElement>()
  let first = 0
  for (const { start, end } of stretches) {
    while (first < parts.length && parts[first].end <= start) first++
    for (let i = first; i < parts.length && parts[i].start < end; i++) {
      const part = parts[i]
      if (part.formula) formulas.add(part.formula)
      if (!part.node || part.start === part.end) continue
      const range = document.createRange()
      range.setStart(part.node, Math.max(0, start - part.start))
      range.setEnd(part.node, Math.min(part.end, end) - part.start)
      ranges.push(range)
    }
  }
  for (const formula of formulas) {
    formula.classList.add('gold')
    formula.title = 'A gold answer stands in this formula'
  }
  const unmark = highlighted(ranges)
  return () => {
    unmark()
    for (const formula of formulas) {
      formula.classList.remove('gold')
      formula.removeAttribute('title')
    }
  }
}

function highlighted(ranges: readonly Range[]): () => void {
  if (ranges.length === 0 || !('highlights' in CSS)) return () => {}
  const highlight = CSS.highlights.get(NAME) ?? new Highlight()
  CSS.highlights.set(NAME, highlight)
  for (const range of ranges) highlight.add(range)
  return () => {
    for (const range of ranges) highlight.delete(range)
  }
}
