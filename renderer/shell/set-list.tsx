import { Icon } from '../components/icon.tsx'
import { useEngine } from '../data/link.tsx'
import { useQuery } from '../data/query.ts'
import { count } from '../format.ts'
import { NO_LOOK, useLooks } from '../stores/looks.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { deleteSet, redoSet, undoSet, useSetReceipt, useSetsVersion, useUndoneSet } from '../stores/sets.ts'

/** The named sets of the workspace; a click shows the set in the samples cell one stands on, or the first there is. */
export function SetList() {
  const engine = useEngine()
  const version = useSetsVersion()
  const sets = useQuery(['sets', version], (asked) => asked.sets())
  const receipt = useSetReceipt()
  const undone = useUndoneSet()
  if (!receipt && !undone && (sets.data ?? []).length === 0) return null
  return (
    <>
      <h2>Sets</h2>
      <ul className="sets">
        {(sets.data ?? []).map(({ name, samples, missing }) => (
          <li key={name}>
            <button
              type="button"
              title={missing > 0 ? `${count(missing)} no longer indexed` : undefined}
              onClick={() => lookAt(name)}
            >
              <span className="cut data">{name}</span>
              <span className="n">{count(samples)}</span>
            </button>
            <button
              type="button"
              className="btn bare forget"
              aria-label={`Forget the set ${name}`}
              onClick={() => void deleteSet(engine, name)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      {undone && (
        <p className="none" role="status">
          Taken back: {undone.said}.{' '}
          <button type="button" className="p" onClick={() => void redoSet(engine)}>
            Redo
          </button>
        </p>
      )}
      {receipt && (
        <p className="none" role="status">
          {receipt.said}.{' '}
          <button type="button" className="p" onClick={() => void undoSet(engine)}>
            Undo
          </button>
        </p>
      )}
    </>
  )
}

function lookAt(name: string): void {
  const cells = useNotebook.getState().open?.document.cells ?? []
  const { cell, set } = useSelection.getState()
  const target =
    cells.find((each) => each.id === cell && each.kind === 'samples') ?? cells.find((each) => each.kind === 'samples')
  if (!target) return
  useLooks.getState().look(target.id, { ...NO_LOOK, sets: [name] })
  set({ cell: target.id })
  document.getElementById(`cell-${target.id}`)?.scrollIntoView({ block: 'nearest' })
}
