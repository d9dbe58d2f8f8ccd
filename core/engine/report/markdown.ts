import katex from 'katex'
import MarkdownIt from 'markdown-it'
import { formulaDrawer } from '../../notebook/draw-formula.ts'
import { mathPlugin } from '../../notebook/formula.ts'

/** Notes are rendered with HTML off; an image is its own words, since a report fetches nothing. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
markdown.renderer.rules.image = (tokens, at) => markdown.utils.escapeHtml(tokens[at].content || 'image')
// MathML: a browser draws it without faces, style sheet or script of ours.
mathPlugin(markdown, formulaDrawer(katex, { output: 'mathml', says: true }))

/** A note's HTML, all of its text escaped. */
export function noteHtml(text: string): string {
  return markdown.render(text)
}

/** A title's HTML: its marks and formulas, all of its text escaped. */
export function titleHtml(title: string): string {
  return markdown.renderInline(title)
}

/** The first heading of the first level, and the text without it; null where there is none. */
export function splitTitle(text: string): { readonly title: string; readonly rest: string } | null {
  const match = /^\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|$)/.exec(text)
  return match ? { title: match[1], rest: text.slice(match[0].length) } : null
}
