import { useEffect, useRef } from 'react'
import { chooseKind, isOpening } from '../notebook/choose-kind.ts'
import { kindKeys } from '../notebook/kind-keys.ts'
import { useSelection } from '../stores/selection.ts'
import { useSettings } from '../stores/settings.ts'
import { type CommandId, commandOf, type KeyPlace, pressName } from './table.ts'

/** What has keys of its own, or is read letter by letter: the letters of the cells are not heard there. */
const INSIDE = '[role=grid], [role=listbox], [role=dialog], [role=menu], .inspector, .desk, .lab, .monaco-editor'

/** In a text field only keys with Ctrl, F6 and Escape are commands; the rest is typing. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target.isContentEditable || target.getAttribute('role') === 'textbox'
}

function placeOf(target: EventTarget | null): KeyPlace {
  if (isTyping(target)) return target instanceof HTMLElement && target.dataset.note ? 'note' : 'text'
  return target instanceof Element && target.closest(INSIDE) ? 'inside' : 'command'
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog]') !== null
}

const PAIR_MS = 600

/** Hears the keys of the table of commands, and tells COMMAND from EDIT: edit is where letters are typed. */
export function useKeys(run: (id: CommandId) => void): void {
  const before = useRef<{ press: string; at: number } | null>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const { palette, keys, choosing, renaming, trust, restart } = useSelection.getState()
      const press = pressName(event)
      if (choosing && press.length === 1 && !isInDialog(event.target)) {
        // Typed ahead of the chooser, which is on its way.
        const kind = kindKeys().get(press)
        if (kind) chooseKind(kind)
        event.preventDefault()
      }
      if (palette || keys || choosing || renaming || trust || restart) return
      if (press.length === 1 && isOpening() && placeOf(event.target) === 'command') return event.preventDefault()
      if (press.length === 1 && !useSettings.getState().letters) return
      // A button or a link answers its own Enter and arrows.
      const own =
        event.target instanceof HTMLElement && event.target.closest('button, a, input, [role=tab], [role=slider]')
      if (own && /^(Enter| |Arrow)/.test(press)) return
      const pair = before.current && event.timeStamp - before.current.at < PAIR_MS ? before.current.press : null
      before.current = { press, at: event.timeStamp }
      const id = commandOf(press, pair, placeOf(event.target))
      if (!id) return
      event.preventDefault()
      before.current = null
      run(id)
    }
    const onFocus = () => {
      const at = document.activeElement
      const mode = isTyping(at) && at?.closest('.cell, .full-cell, .popup') ? 'edit' : 'command'
      if (useSelection.getState().mode !== mode) useSelection.getState().set({ mode })
    }
    addEventListener('keydown', onKeyDown)
    addEventListener('focusin', onFocus)
    addEventListener('focusout', onFocus)
    return () => {
      removeEventListener('keydown', onKeyDown)
      removeEventListener('focusin', onFocus)
      removeEventListener('focusout', onFocus)
    }
  }, [run])
}
