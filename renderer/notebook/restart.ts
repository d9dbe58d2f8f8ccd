import { errorParts } from '../../core/model/errors.ts'
import { goingOn, restartEngine } from '../data/restart.ts'
import type { Link } from '../engine.ts'
import { say } from '../stores/desk.ts'
import { useSelection } from '../stores/selection.ts'

/** One at a time: who presses again is not asked twice. */
let busy = false

/** `0 0`: opens the engine anew; asks only where something goes on. The page stays, and finds the new one by itself. */
export async function restart(link: Link): Promise<void> {
  const { set } = useSelection.getState()
  if (busy) return
  busy = true
  try {
    const cuts = await goingOn(link.engine)
    if (cuts.length > 0 && !(await agreed(cuts))) return
    say('Restarting the engine')
    const seconds = await restartEngine()
    link.retry()
    say(`Engine restarted in ${seconds.toFixed(1)} s`)
  } catch (error) {
    set({ notice: errorParts(error) })
  } finally {
    busy = false
  }
}

function agreed(cuts: readonly string[]): Promise<boolean> {
  const { set } = useSelection.getState()
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      set({ restart: null })
      resolve(yes)
    }
    set({ restart: { cuts, answer } })
  })
}
