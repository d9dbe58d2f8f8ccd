import MarkdownIt from 'markdown-it'
import { useMemo } from 'react'
import type { CellViewProps } from '../view.ts'

/** No HTML from the note, and no remote images: what is not ours is never fetched. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable('image')

markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index].attrSet('rel', 'noreferrer noopener')
  tokens[index].attrSet('target', '_blank')
  return self.renderToken(tokens, index, options)
}

/** The page's title is its only h1: a note's headings start below it. */
function lower(tag: string): string {
  return `h${Math.min(6, Number(tag.slice(1)) + 1)}`
}
for (const rule of ['heading_open', 'heading_close'] as const) {
  markdown.renderer.rules[rule] = (tokens, index, options, _env, self) => {
    tokens[index].tag = lower(tokens[index].tag)
    return self.renderToken(tokens, index, options)
  }
}

/** The researcher's words, in serif. */
export function NoteView({ cell }: CellViewProps) {
  const text = String(cell.params.text ?? '')
  const html = useMemo(() => markdown.render(text), [text])
  // biome-ignore lint/security/noDangerouslySetInnerHtml: markdown-it escapes every character of the note (html: false)
  return <div className="note-text" dangerouslySetInnerHTML={{ __html: html }} />
}
