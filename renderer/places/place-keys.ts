import { useEffect } from 'react'
import { errorParts } from '../../core/model/errors.ts'
import { sameSubject, useDesk } from '../stores/desk.ts'
import { useSelection } from '../stores/selection.ts'
import { useSettings } from '../stores/settings.ts'
import { copyCommand, copyLink } from './copy.ts'

/** Pins what is inspected, or lets it go where it is pinned already. */
export function pinSubject(): void {
  const { subject } = useSelection.getState()
  const { pinned, set } = useDesk.getState()
  if (pinned && (!subject || sameSubject(pinned, subject))) set({ pinned: null })
  else set({ pinned: subject })
}

export function toggleDesk(): void {
  const { subject } = useSelection.getState()
  const { desk, set } = useDesk.getState()
  set({ desk: !desk && subject !== null })
}

export function tell(action: Promise<void>): void {
  action.catch((error: unknown) => useSelection.getState().set({ notice: errorParts(error) }))
}

/** Single letters of lists and the inspector that mean something else among the cells: heard first, and only there. */
export function usePlaceKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !useSettings.getState().letters) return
      const at = event.target instanceof HTMLElement ? event.target : null
      const typing = at?.matches(
        'input:not([type=checkbox], [type=radio], [type=range]), textarea:not([readonly]), select',
      )
      if (!at || typing) return
      const inspector = at.closest('.inspector') !== null
      if (!inspector && !at.closest('[role=grid]')) return
      const actions: Readonly<Record<string, () => void>> = {
        y: () => tell(copyLink()),
        Y: () => tell(copyCommand(true)),
        ...(inspector && { p: pinSubject, f: toggleDesk }),
      }
      const action = actions[event.key]
      if (!action) return
      event.preventDefault()
      event.stopPropagation()
      action()
    }
    addEventListener('keydown', onKeyDown, true)
    return () => removeEventListener('keydown', onKeyDown, true)
  }, [])
}
