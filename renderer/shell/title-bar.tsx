import { Icon } from '../components/icon.tsx'
import { useCommands } from '../palette/commands.tsx'
import { cellState, runtimeOf, useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { ReportButton } from './report-button.tsx'

/** Longview / notebook / full cell, the search box, what is stale, the theme. */
export function TitleBar() {
  const { open, runtime } = useNotebook()
  const { full, set } = useSelection()
  const run = useCommands()
  const edited = open !== null && open.document !== open.saved
  const fullCell = open?.document.cells.find((cell) => cell.id === full)
  const states = open?.document.cells.map((cell) => cellState(cell, runtimeOf(runtime, cell.id))) ?? []
  const stale = states.filter((state) => state === 'stale').length
  const never = states.filter((state) => state === 'never').length
  return (
    <header className="title">
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
      {edited && (
        <button type="button" className="btn bare saved" onClick={() => run('save')}>
          Not saved <kbd>Ctrl S</kbd>
        </button>
      )}
      <button type="button" className="omni" onClick={() => set({ palette: true })}>
        <Icon name="search" />
        <span className="cut">Search samples, cells, commands</span>
        <kbd className="push">Ctrl K</kbd>
      </button>
      {stale + never > 0 && (
        <button type="button" className="btn" onClick={() => run('run-stale')}>
          <Icon name="run" />
          {stale > 0 ? `Run ${stale + never} stale` : `Run ${never} cells`}
        </button>
      )}
      <ReportButton />
      <button type="button" className="btn bare" aria-label="Light or dark" onClick={() => run('theme')}>
        <Icon name="theme" />
      </button>
    </header>
  )
}
