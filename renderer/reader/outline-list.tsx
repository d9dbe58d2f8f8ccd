import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useRef, useState } from 'react'
import { count, percent } from '../format.ts'
import { ranked } from '../palette/rank.ts'
import { entryAt, type OutlineEntry } from './outline.ts'

interface OutlineProps {
  readonly label: string
  readonly length: number
  readonly outline: readonly OutlineEntry[]
  /** Raw offset at the top of the window when the list was opened. */
  readonly at: number
  readonly onGo: (offset: number) => void
  readonly onClose: () => void
}

const ROW = 24

/** The documents and headings of a text: typing narrows, arrows choose, Enter goes there, Esc leaves. */
export function OutlineList({ label, length, outline, at, onGo, onClose }: OutlineProps) {
  const [query, setQuery] = useState('')
  // Two readers may have theirs open beside each other.
  const own = useId()
  const all = query ? ranked(query, outline, (entry) => entry.label) : outline
  const [chosen, setChosen] = useState(() => Math.max(0, entryAt(outline, at)))
  const now = Math.min(chosen, all.length - 1)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    useFlushSync: false,
  })
  useEffect(() => {
    if (now >= 0) rows.scrollToIndex(now, { align: 'auto' })
  }, [rows, now])
  const go = (entry: OutlineEntry | undefined) => entry && onGo(entry.start)
  return (
    <search className="outline" aria-label={label}>
      <input
        type="text"
        // biome-ignore lint/a11y/noAutofocus: the list is opened to choose from
        autoFocus
        role="combobox"
        aria-label={`${label}: type to narrow`}
        aria-expanded="true"
        aria-controls={own}
        aria-activedescendant={now >= 0 ? `${own}-${now}` : undefined}
        placeholder={`${count(outline.length)} ${outline.length === 1 ? 'place' : 'places'}`}
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setChosen(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setChosen(Math.min(all.length - 1, now + 1))
          else if (event.key === 'ArrowUp') setChosen(Math.max(0, now - 1))
          else if (event.key === 'Enter') go(all[now])
          else if (event.key === 'Escape') onClose()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      <div className="outline-rows scroll" ref={scroller} role="listbox" id={own} aria-label={label} tabIndex={-1}>
        <div role="presentation" style={{ height: all.length * ROW }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
            <div
              key={index}
              id={`${own}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === now}
              aria-setsize={all.length}
              aria-posinset={index + 1}
              className="outline-row"
              style={{ transform: `translateY(${start}px)`, paddingLeft: 12 + all[index].level * 12 }}
              onClick={() => {
                setChosen(index)
                go(all[index])
              }}
            >
              <span className="mono data cut">{all[index].label}</span>
              <span className="quiet push">{percent(all[index].start / Math.max(1, length))}</span>
            </div>
          ))}
        </div>
      </div>
      {all.length === 0 && <p className="none">No document or heading has these words</p>}
    </search>
  )
}
