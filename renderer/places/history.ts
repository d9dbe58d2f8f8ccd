import { useEffect, useRef } from 'react'
import { errorParts } from '../../core/model/errors.ts'
import { useDesk } from '../stores/desk.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { currentPlace, goTo } from './go.ts'
import { type Place, placeHash, readPlace } from './place.ts'

/** Steps that follow each other faster are one walk: "back" leads to where it began, not through every row. */
const WALK_MS = 900

/** Whether going there is a step of its own, that "back" undoes: another thing, another size. */
function isStep(a: Place, b: Place): boolean {
  return a.sample !== b.sample || a.response !== b.response || a.full !== b.full || a.desk !== b.desk || a.run !== b.run
}

function show(hash: string): void {
  try {
    goTo(readPlace(hash))
  } catch (error) {
    useSelection.getState().set({ notice: errorParts(error) })
  }
}

/** Keeps the address bar and what is shown together: a link opens its view, back and forward walk between places. */
export function useHistory(): void {
  const path = useNotebook((notebook) => notebook.open?.path ?? null)
  const first = useRef(true)
  useEffect(() => {
    if (path === null) return
    // The link that the page was opened with; when another notebook is opened in it, the address follows.
    if (first.current && location.hash) show(location.hash)
    else if (!first.current) history.replaceState(null, '', placeHash(currentPlace()))
    first.current = false
    let at = currentPlace()
    let pushed = -WALK_MS
    const follow = () => {
      const next = currentPlace()
      const hash = placeHash(next)
      if (hash === placeHash(at)) return
      const walk = performance.now() - pushed < WALK_MS
      if (isStep(at, next) && !walk) history.pushState(null, '', hash)
      else history.replaceState(null, '', hash)
      if (isStep(at, next)) pushed = performance.now()
      at = next
    }
    const back = () => {
      show(location.hash)
      at = currentPlace()
      pushed = -WALK_MS
    }
    const leave = [useSelection.subscribe(follow), useDesk.subscribe(follow)]
    addEventListener('popstate', back)
    return () => {
      for (const end of leave) end()
      removeEventListener('popstate', back)
    }
  }, [path])
}
