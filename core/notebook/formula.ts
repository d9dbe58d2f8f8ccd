import type MarkdownIt from 'markdown-it'

type Parser = InstanceType<typeof MarkdownIt>

/** Draws TeX as HTML. */
export type DrawMath = (tex: string, display: boolean) => string

/** The ways mathematics is set off, longest first: what opens it, what closes it, whether it stands on lines of its own. */
const FENCES = [
  { open: '$$', close: '$$', display: true },
  { open: '\\[', close: '\\]', display: true },
  { open: '\\(', close: '\\)', display: false },
  { open: '$', close: '$', display: false },
] as const

/** No formula is longer: a lone dollar sign would else search a megabyte for its partner. */
const LONGEST = 4000

interface Found {
  readonly tex: string
  readonly display: boolean
  readonly end: number
}

/** The mathematics that starts at a place of a text, or null: a price in dollars is none. */
export function mathAt(text: string, at: number): Found | null {
  for (const { open, close, display } of FENCES) {
    if (!text.startsWith(open, at)) continue
    const from = at + open.length
    const window = text.slice(from, from + LONGEST)
    const length = window.indexOf(close)
    if (length <= 0) continue
    const tex = window.slice(0, length)
    const end = from + length + close.length
    if (open === '$') {
      // As pandoc has it: no space inside the signs, no digit behind them, all in one paragraph.
      if (/^\s|\s$/.test(tex) || /\d/.test(text[end] ?? '') || tex.endsWith('\\') || /\n\s*\n/.test(tex)) return null
    }
    return { tex, display, end }
  }
  return null
}

/** Teaches a Markdown parser mathematics: `$…$`, `\(…\)`, `$$…$$`, `\[…\]`, the last two also over several lines. */
export function mathPlugin(markdown: Parser, draw: DrawMath): void {
  // Before escapes: `\(` would else be a plain bracket.
  markdown.inline.ruler.before('escape', 'math', (state, silent) => {
    const found = mathAt(state.src, state.pos)
    if (!found || found.end > state.posMax) return false
    if (!silent) {
      const token = state.push('math', '', 0)
      token.content = found.tex
      token.info = found.display ? 'display' : ''
    }
    state.pos = found.end
    return true
  })
  markdown.block.ruler.before(
    'paragraph',
    'math_block',
    (state, startLine, endLine, silent) => {
      const start = state.bMarks[startLine] + state.tShift[startLine]
      const found = mathAt(state.src, start)
      if (!found?.display) return false
      let line = startLine
      while (line < endLine && state.eMarks[line] < found.end) line++
      // Words behind it make it a part of their paragraph.
      if (line >= endLine || state.src.slice(found.end, state.eMarks[line]).trim() !== '') return false
      if (silent) return true
      const token = state.push('math', '', 0)
      token.block = true
      token.content = found.tex
      token.info = 'display'
      state.line = line + 1
      return true
    },
    { alt: ['paragraph'] },
  )
  markdown.renderer.rules.math = (tokens, at) => draw(tokens[at].content, tokens[at].info === 'display')
}
