import { useMemo } from 'react'
import { unready } from '../../core/notebook/graph.ts'
import { Icon } from '../components/icon.tsx'
import { clock, counted } from '../format.ts'
import { useCommands } from '../palette/commands.tsx'
import { useKeeping } from '../stores/keeping.ts'
import { cellState, runtimeOf, useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { ReportButton } from './report-button.tsx'

/** Longview / notebook / full cell, the search box, what is stale, the theme. */
export function TitleBar() {
  const { open, runtime } = useNotebook()
  const { full, set } = useSelection()
  const run = useCommands()
  const fullCell = open?.document.cells.find((cell) => cell.id === full)
  const document = open?.document
  const not = useMemo(() => (document ? unready(document) : new Set<string>()), [document])
  const ready = document?.cells.filter((cell) => !not.has(cell.id)) ?? []
  const states = ready.map((cell) => cellState(cell, runtimeOf(runtime, cell.id)))
  const stale = states.filter((state) => state === 'stale').length
  const never = states.filter((state) => state === 'never').length
  return (
    <header className="title">
      <div className="title-side">
        <span className="name">Longview</span>
        <span className="sep" aria-hidden="true">
          /
        </span>
        <h1 className="cut data">{open?.name ?? 'No notebook'}</h1>
        {fullCell && (
          <>
            <span className="sep" aria-hidden="true">
              /
            </span>
            <span>{fullCell.kind}</span>
          </>
        )}
        {open && <Saved />}
      </div>
      <button type="button" className="omni" onClick={() => set({ palette: true })}>
        <Icon name="search" />
        <span className="cut">Search samples, cells, commands</span>
        <kbd className="push">Ctrl K</kbd>
      </button>
      <div className="title-side">
        {stale + never > 0 && (
          <button type="button" className="btn" onClick={() => run('run-stale')}>
            <Icon name="run" />
            {stale > 0 ? `Run ${stale + never} stale` : `Run ${counted(never, 'cell')}`}
          </button>
        )}
        <ReportButton />
        <button type="button" className="btn bare" aria-label="Light or dark" onClick={() => run('theme')}>
          <Icon name="theme" />
        </button>
      </div>
    </header>
  )
}

/** Where the edits are: in the file, kept beside it, or only here yet. A press saves. */
function Saved() {
  const { where, at, error, conflicts } = useKeeping()
  const run = useCommands()
  const time = at ? ` ${clock(at)}` : ''
  if (where === 'saved') return at && <span className="saved">Saved{time}</span>
  const words = conflicts.length > 0 ? 'Edits kept, not in the file' : where === 'kept' ? `Edits kept${time}` : 'Edited'
  return (
    <button type="button" className="btn bare saved" title={error?.what} onClick={() => run('save')}>
      {error ? <span className="stale">Edits not kept yet</span> : words}
      <kbd className="wide">Ctrl S</kbd>
    </button>
  )
}
