/** A document or a heading of a prompt: where it starts, what it is called. */
export interface OutlineEntry {
  readonly start: number
  readonly label: string
  /** 0: a document, or a heading where there are no documents; 1 and more: headings below it. */
  readonly level: number
}

/** How data sets mark documents. The kind that occurs most is the one of this prompt. */
const DOCUMENTS: readonly RegExp[] = [
  /^<\|doc_?(\d+)\|>[^\n]*/gm,
  /^<doc(?:ument)?(?:\s[^>\n]*)?>[^\n]*/gim,
  /^(?:\[|【)?(?:document|doc|passage|article|report|file|文档|文件|段落|材料|资料)\s*[#:：]?\s*\(?\d+[^\n]*/gim,
  /^={3,}\s*\S[^\n]*?={3,}\s*$/gm,
]

/** Headings, and how deep the one that was found is. */
const HEADINGS: readonly { readonly find: RegExp; readonly level: (match: string) => number }[] = [
  { find: /^#{1,4} [^\n]+/gm, level: (match) => match.indexOf(' ') - 1 },
  { find: /^(?:chapter|section|part|article|appendix)\s+(?:\d+|[IVXLC]+)\b[^\n]*/gim, level: () => 0 },
  { find: /^第[一二三四五六七八九十百千零\d]+[章节条回部篇][^\n]*/gm, level: () => 0 },
]

/** A list that long is only ever typed into. */
const MOST = 100_000
const LABEL = 80

/** A mark of a document alone says little: its first line of words is its name too. Where that line starts goes into `told`. */
function named(text: string, at: number, match: string, told: Set<number>): string {
  const label = match.trim()
  if (/\s/.test(label)) return label.slice(0, LABEL)
  const after = text.slice(at + match.length, at + match.length + 400)
  const blank = after.length - after.trimStart().length
  const line = after
    .slice(blank)
    .split(/[\r\n]/, 1)[0]
    .trim()
  told.add(at + match.length + blank)
  return (line ? `${label} ${line.replace(/^#+\s+/, '')}` : label).slice(0, LABEL)
}

function found(text: string, find: RegExp, level: (match: string) => number, told?: Set<number>): OutlineEntry[] {
  const entries: OutlineEntry[] = []
  for (const match of text.matchAll(find)) {
    if (entries.length === MOST) break
    const label = told ? named(text, match.index, match[0], told) : match[0].trim().slice(0, LABEL)
    entries.push({ start: match.index, label, level: level(match[0]) })
  }
  return entries
}

function most(all: readonly OutlineEntry[][]): OutlineEntry[] {
  const best = all.reduce((a, b) => (b.length > a.length ? b : a))
  return best.length >= 2 ? best : []
}

/** The documents and, below them, the headings found: at least two of a kind; none where a prompt has no such marks. */
export function outlineOf(text: string): readonly OutlineEntry[] {
  const told = new Set<number>()
  const documents = most(DOCUMENTS.map((find) => found(text, find, () => 0, told)))
  const headings = most(HEADINGS.map(({ find, level }) => found(text, find, level)))
  if (documents.length === 0) return headings
  // A heading that is a document already, or its name, would say it twice.
  for (const { start } of documents) told.add(start)
  const below = headings
    .filter((entry) => !told.has(entry.start))
    .map((entry) => ({ ...entry, level: entry.level + 1 }))
  return [...documents, ...below].sort((a, b) => a.start - b.start).slice(0, MOST)
}

/** Index of the entry that an offset lies in, or -1 before the first. */
export function entryAt(outline: readonly OutlineEntry[], offset: number): number {
  let low = -1
  let high = outline.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (outline[middle].start <= offset) low = middle
    else high = middle - 1
  }
  return low
}
