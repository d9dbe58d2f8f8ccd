import MarkdownIt from 'markdown-it'
import { type DrawMath, mathPlugin } from './math.ts'
import type { ReaderSource, Stretch } from './text.ts'

/** Characters that would act instead of being read: controls, marks of direction, what no face draws. */
const ACTING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g

function inert(text: string): string {
  return text.replace(ACTING, (sign) =>
    sign === '\r' ? sign : `[U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
  )
}

/**
 * Markdown of a prompt or a response, which nobody here wrote: HTML is shown as text, images are their words, links are
 * words with their target in the title and lead nowhere, headings are paragraphs that look like headings.
 */
export function textMarkdown(draw: DrawMath): (text: string) => string {
  // A line end stays one: records and logs are lines, whatever Markdown says.
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false, breaks: true })
  mathPlugin(markdown, draw)
  const { escapeHtml } = markdown.utils
  const { rules } = markdown.renderer
  rules.image = (tokens, at) => `<span class="md-image">[image: ${escapeHtml(tokens[at].content || 'no words')}]</span>`
  rules.link_open = (tokens, at) =>
    `<span class="md-link" title="${escapeHtml(String(tokens[at].attrGet('href') ?? ''))}">`
  rules.link_close = () => '</span>'
  rules.heading_open = (tokens, at) => `<p class="md-${tokens[at].tag}">`
  rules.heading_close = () => '</p>'
  // A table may be wider than the pane.
  rules.table_open = () => '<div class="md-table"><table>'
  rules.table_close = () => '</table></div>'
  return (text) => markdown.render(inert(text))
}

/** Pieces about this long are rendered one by one, as they come near the window. */
const PIECE = 8000
/** A text without blank lines is cut at a line end: a fence or a table may then be cut as well. */
const LONGEST = 40_000

/** A text in pieces that can be rendered apart: cut at blank lines outside code fences. */
export function piecesOf({ raw, hidden }: ReaderSource): readonly Stretch[] {
  if (!hidden) return cut(raw, 0, raw.length)
  return [...cut(raw, 0, hidden.start), ...cut(raw, hidden.end, raw.length)]
}

function cut(raw: string, from: number, to: number): Stretch[] {
  const pieces: Stretch[] = []
  let start = from
  let fence: string | null = null
  for (let at = from; at < to; ) {
    const newline = raw.indexOf('\n', at)
    const next = newline < 0 || newline >= to ? to : newline + 1
    const mark = /^ {0,3}(`{3,}|~{3,}|\$\$)/.exec(raw.slice(at, Math.min(next, at + 12)))?.[1]
    if (mark && fence === null) fence = closes(raw.slice(at, next), mark) ? null : mark
    else if (mark && fence !== null && mark.startsWith(fence)) fence = null
    const blank = fence === null && raw.slice(at, next).trim() === ''
    at = next
    if ((blank && at - start >= PIECE) || at - start >= LONGEST) {
      pieces.push({ start, end: at })
      start = at
    }
  }
  if (start < to) pieces.push({ start, end: to })
  return pieces
}

/** Mathematics that opens and closes on one line. */
function closes(line: string, mark: string): boolean {
  return mark === '$$' && line.indexOf('$$', line.indexOf('$$') + 2) >= 0
}
