import MarkdownIt from 'markdown-it'
import { type DrawMath, mathPlugin } from '../../core/notebook/formula.ts'
import type { ReaderSource, Stretch } from './text.ts'
import { namedUnseen } from './unseen.ts'

/** Quotes in lists in quotes: so deep they are rendered. */
const DEEPEST = 100

/**
 * Markdown of a prompt or a response, which nobody here wrote: HTML is shown as text, images are their words, links are
 * words with their target in the title and lead nowhere, headings are paragraphs that look like headings.
 */
export function textMarkdown(draw: DrawMath): (text: string) => string {
  // A line end stays one: records and logs are lines, whatever Markdown says.
  const markdown = new MarkdownIt({
    html: false,
    linkify: false,
    typographer: false,
    breaks: true,
    maxNesting: DEEPEST,
  })
  // "[2]: /page" would be taken for the target of a link, and be gone.
  markdown.disable('reference')
  const { escapeHtml } = markdown.utils
  // With its source: gold that stands in a formula is looked for there.
  mathPlugin(markdown, (tex, display) => {
    const shown = draw(tex, display)
    return `<span class="md-math" data-tex="${escapeHtml(tex)}">${shown}</span>`
  })
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
  return (text) => {
    const source = namedUnseen(text)
    const env = {}
    const tokens = markdown.parse(source, env)
    // The parser leaves out what lies deeper than it goes; a reader may not.
    if (tokens.some(({ nesting, level }) => nesting === 1 && level >= DEEPEST - 1))
      return `<p class="md-note">Nested too deep to render: the text as it stands.</p><pre>${escapeHtml(source)}</pre>`
    return markdown.renderer.render(tokens, markdown.options, env)
  }
}

/** Pieces about this long are rendered one by one, as they come near the window. */
const PIECE = 8000
/** A text without blank lines is cut at a line end: a fence or a table may then be cut as well. */
const LONGEST = 40_000

/** A stretch that is rendered for itself. */
export interface Piece extends Stretch {
  /** Whose message begins here, where there are several. */
  readonly role?: string
}

/** A text in pieces that can be rendered apart: cut at blank lines outside code fences, and where a message begins. */
export function piecesOf({ raw, hidden, parts }: ReaderSource): readonly Piece[] {
  if (parts.length > 1) {
    return parts.flatMap(({ role, start }, i) => {
      const pieces: Piece[] = cut(raw, start, parts[i + 1]?.start ?? raw.length)
      const first = pieces[0] ?? { start, end: start }
      return [{ ...first, role }, ...pieces.slice(1)]
    })
  }
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
