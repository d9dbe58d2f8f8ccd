/** The documents of a prompt: where each starts, and what it is called. */
export interface OutlineEntry {
  readonly start: number
  readonly label: string
}

/** How data sets mark documents. The kind that occurs most is the one of this prompt. */
const KINDS: readonly RegExp[] = [
  /^<\|doc_?(\d+)\|>[^\n]*/gm,
  /^(?:\[|【)?(?:document|doc|passage|article|report|file|文档|文件|段落|材料|资料)\s*[#:：]?\s*\(?\d+[^\n]*/gim,
  /^#{1,3} [^\n]+/gm,
  /^(?:chapter|section|part|article)\s+(?:\d+|[IVXLC]+)\b[^\n]*/gim,
  /^第[一二三四五六七八九十百千零\d]+[章节条回][^\n]*/gm,
]

const MOST = 5000
const LABEL = 80

/** The headings found, at least two of a kind; none where a prompt has no such marks. */
export function outlineOf(text: string): readonly OutlineEntry[] {
  let best: OutlineEntry[] = []
  for (const kind of KINDS) {
    const found: OutlineEntry[] = []
    for (const match of text.matchAll(kind)) {
      if (found.length === MOST) break
      found.push({ start: match.index, label: match[0].trim().slice(0, LABEL) })
    }
    if (found.length > best.length && found.length >= 2) best = found
  }
  return best
}
