import type { Stretch } from './text.ts'

/** Stretches of an element's text as ranges of its nodes. */
export function rangesIn(element: Element, stretches: readonly Stretch[]): readonly Range[] {
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const ranges: Range[] = []
  let node = walk.nextNode()
  let at = 0
  const reach = (offset: number): [Node, number] | null => {
    while (node && at + (node.nodeValue?.length ?? 0) < offset) {
      at += node.nodeValue?.length ?? 0
      node = walk.nextNode()
    }
    return node && [node, offset - at]
  }
  for (const { start, end } of stretches) {
    // Behind the first character: a stretch begins in the node that holds it, not at the end of the one before.
    const from = reach(start + 1)
    const range = document.createRange()
    if (!from) break
    range.setStart(from[0], from[1] - 1)
    const to = reach(end)
    if (!to) break
    range.setEnd(...to)
    ranges.push(range)
  }
  return ranges
}

const NAME = 'reader-gold'

/** Marks ranges as gold without touching the nodes; where the browser cannot, nothing is marked. @returns takes them back */
export function markGold(ranges: readonly Range[]): () => void {
  if (ranges.length === 0 || !('highlights' in CSS)) return () => {}
  const highlight = CSS.highlights.get(NAME) ?? new Highlight()
  CSS.highlights.set(NAME, highlight)
  for (const range of ranges) highlight.add(range)
  return () => {
    for (const range of ranges) highlight.delete(range)
  }
}
