import { useSelection } from '../stores/selection.ts'

/** Words about what happened; they stay until the next edit, or a moment. */
export function say(text: string, undo = false): void {
  useSelection.getState().set({ said: { text, undo } })
}
