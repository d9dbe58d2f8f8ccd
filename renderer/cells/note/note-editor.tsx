import { useEffect, useLayoutEffect, useRef } from 'react'
import { useNotebook } from '../../stores/notebook.ts'
import { useSelection } from '../../stores/selection.ts'

/**
 * A note while it is written: plain text, in serif. The field holds its own letters, so that typing waits for nothing
 * and the browser's undo works in it; the document follows with each of them, and all of one visit is one step to undo.
 */
export function NoteEditor({ cell, text }: { cell: string; text: string }) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const element = field.current
    element?.focus({ preventScroll: true })
    element?.setSelectionRange(element.value.length, element.value.length)
    element?.scrollIntoView({ block: 'nearest' })
    return () => useNotebook.getState().endGroup()
  }, [])
  // Undone or merged from the file while it is open: the field follows, and only then.
  useLayoutEffect(() => {
    const element = field.current
    if (element && element.value !== text) element.value = text
    if (element) grow(element)
  }, [text])
  return (
    <textarea
      ref={field}
      className="note-text note-field"
      data-note={cell}
      aria-label="Note, in Markdown"
      defaultValue={text}
      rows={1}
      onInput={(event) => {
        grow(event.currentTarget)
        useNotebook.getState().setParams(cell, { text: event.currentTarget.value }, `note ${cell}`)
      }}
      onBlur={() => {
        if (useSelection.getState().editing === cell && document.hasFocus())
          useSelection.getState().set({ editing: null })
      }}
    />
  )
}

function grow(element: HTMLTextAreaElement): void {
  element.style.height = 'auto'
  element.style.height = `${element.scrollHeight + 2}px`
}
