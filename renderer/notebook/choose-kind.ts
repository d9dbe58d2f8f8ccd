import { useSelection } from '../stores/selection.ts'
import { add, turn } from './edits.ts'

/** Letters that come before the new cell has the focus are meant for it: none of them is a command meanwhile. */
let opening = 0

/** Whether a cell that was just chosen is not there yet, or a note is open that has not the focus yet. */
export function isOpening(): boolean {
  return opening > 0 || useSelection.getState().editing !== null
}

/** What the chooser does with a kind: a cell above or below, or the current one turned into it. */
export function chooseKind(kind: string): void {
  const { choosing, cell, set } = useSelection.getState()
  if (!choosing) return
  opening++
  set({ choosing: null })
  // After the dialog has given the focus back.
  requestAnimationFrame(() => {
    if (choosing !== 'turn') add(kind, choosing)
    else if (cell) turn(cell, kind)
    // A note is opened in the next frame and has the focus in the one after.
    requestAnimationFrame(() => requestAnimationFrame(() => opening--))
  })
}
