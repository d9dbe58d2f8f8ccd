import { useSelection } from '../../stores/selection.ts'
import type { CellViewProps } from '../view.ts'
import { NoteEditor } from './note-editor.tsx'
import { useNoteHtml } from './note-html.ts'

/** The researcher's words, in serif: drawn, or being written. */
export function NoteView({ cell }: CellViewProps) {
  const editing = useSelection((selection) => selection.editing === cell.id)
  const text = String(cell.params.text ?? '')
  if (editing) return <NoteEditor cell={cell.id} text={text} />
  return <NoteText cell={cell.id} text={text} />
}

function NoteText({ cell, text }: { cell: string; text: string }) {
  const html = useNoteHtml(text)
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
      // biome-ignore lint/security/noDangerouslySetInnerHtml: markdown-it escapes every character of the note (html: false), KaTeX trusts nothing
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}
