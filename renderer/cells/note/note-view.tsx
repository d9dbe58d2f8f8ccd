import MarkdownIt from 'markdown-it'
import { useMemo } from 'react'
import { useSelection } from '../../stores/selection.ts'
import type { CellViewProps } from '../view.ts'
import { NoteEditor } from './note-editor.tsx'

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

/** The researcher's words, in serif: drawn, or being written. */
export function NoteView({ cell }: CellViewProps) {
  const editing = useSelection((selection) => selection.editing === cell.id)
  const text = String(cell.params.text ?? '')
  if (editing) return <NoteEditor cell={cell.id} text={text} />
  return <NoteText cell={cell.id} text={text} />
}

function NoteText({ cell, text }: { cell: string; text: string }) {
  const html = useMemo(() => markdown.render(text), [text])
  const write = () => useSelection.getState().set({ cell, editing: cell })
  if (text.trim() === '') {
    return (
      <button type="button" className="note-text note-empty" onClick={write}>
        An empty note. Enter or a click to write.
      </button>
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the cell and its menu open it as well
    <div
      className="note-text"
      onDoubleClick={write}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: markdown-it escapes every character of the note (html: false)
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}
