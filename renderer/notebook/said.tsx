import { useEffect } from 'react'
import { Icon } from '../components/icon.tsx'
import { useSelection } from '../stores/selection.ts'
import { undo } from './edits.ts'

/** Long enough to be read and acted on; z works for good. */
const SHOWN_MS = 10_000

/** What the last edit did beyond what was asked for, with the way back. Read out once, gone by itself. */
export function Said() {
  const said = useSelection((selection) => selection.said)
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => useSelection.getState().set({ said: null }), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <div className="told-place" role="status">
      {said && (
        <div className="told">
          <span className="data">{said.text}</span>
          {said.undo && (
            <button type="button" className="btn bare" onClick={undo}>
              <Icon name="undo" />
              Undo <kbd>z</kbd>
            </button>
          )}
          <button
            type="button"
            className="btn bare"
            aria-label="Dismiss"
            onClick={() => useSelection.getState().set({ said: null })}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  )
}
