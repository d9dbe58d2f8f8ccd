import { errorParts } from '../../core/model/errors.ts'
import { goingOn, restartEngine } from '../data/restart.ts'
import type { Link } from '../engine.ts'
import { say } from '../stores/desk.ts'
import { useSelection } from '../stores/selection.ts'

/** An answer within this time is not seen to be waited for. */
const QUICK_MS = 500

/** One at a time: who presses again is not asked twice. */
let busy = false

/** `0 0`: opens the engine anew; asks only where something goes on. The page stays, and finds the new one by itself. */
export async function restart(link: Link): Promise<void> {
  const { set } = useSelection.getState()
  if (busy) return
  busy = true
  try {
    if (!(await agreed(goingOn(link.engine)))) return
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

/**
 * True where nothing goes on, or somebody agrees to cut it. Whoever asks for a restart may have a wedged engine before
 * them: one that is slow to say what goes on is waited for in the open, where one can go on without its answer.
 */
async function agreed(asked: Promise<readonly string[]>): Promise<boolean> {
  const { set } = useSelection.getState()
  return new Promise((resolve) => {
    let over = false
    const answer = (yes: boolean) => {
      over = true
      clearTimeout(timer)
      set({ restart: null })
      resolve(yes)
    }
    const timer = setTimeout(() => set({ restart: { cuts: null, answer } }), QUICK_MS)
    void asked.then((cuts) => {
      clearTimeout(timer)
      if (over) return
      if (cuts.length === 0) answer(true)
      else set({ restart: { cuts, answer } })
    })
  })
}
