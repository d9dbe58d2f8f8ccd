import MarkdownIt from 'markdown-it'

/** Notes are rendered with HTML off; an image is its own words, since a report fetches nothing. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
markdown.renderer.rules.image = (tokens, at) => markdown.utils.escapeHtml(tokens[at].content || 'image')

/** A note's HTML, all of its text escaped. */
export function noteHtml(text: string): string {
  return markdown.render(text)
}

/** The first heading of the first level, and the text without it; null where there is none. */
export function splitTitle(text: string): { readonly title: string; readonly rest: string } | null {
  const match = /^\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|$)/.exec(text)
  return match ? { title: match[1], rest: text.slice(match[0].length) } : null
}
