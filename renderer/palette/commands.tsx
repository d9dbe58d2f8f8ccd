import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react'
import { errorParts } from '../../core/model/errors.ts'
import { useEngine } from '../data/link.tsx'
import type { NotebookStore } from '../data/notebook-file.ts'
import { saveNotebook } from '../data/open-notebook.ts'
import { runCells, stopCell } from '../notebook/run.ts'
import { copyCommand, copyLink } from '../places/copy.ts'
import { pinSubject, tell, toggleDesk } from '../places/place-keys.ts'
import { useNotebook } from '../stores/notebook.ts'
import { stepSibling, useSelection } from '../stores/selection.ts'
import { themeInForce, useSettings } from '../stores/settings.ts'
import { enterCell, findHere, focusCell, goOut, nextPane, searchText } from './focus.ts'
import { type CommandId, commandOf, pressName } from './table.ts'

const CommandContext = createContext<(id: CommandId) => void>(() => {})

/** Runs a command by its name. */
export function useCommands(): (id: CommandId) => void {
  return useContext(CommandContext)
}

function step(delta: number): void {
  const cells = useNotebook.getState().open?.document.cells ?? []
  const { cell, set } = useSelection.getState()
  const at = cells.findIndex((each) => each.id === cell)
  const next = cells[Math.max(0, Math.min(cells.length - 1, at + delta))]
  if (!next) return
  set({ cell: next.id })
  focusCell(next.id)
}

/** What each command does, and the keys that ask for it. */
export function Commands({ notebook, children }: { notebook: NotebookStore; children: ReactNode }) {
  const engine = useEngine()
  const run = useMemo(() => {
    const settings = () => useSettings.getState()
    const selection = () => useSelection.getState()
    const current = () => {
      const { cell } = selection()
      return useNotebook.getState().open?.document.cells.find((each) => each.id === cell)
    }
    const runCurrent = () => {
      const cell = current()
      if (cell && cell.kind !== 'note') void runCells(engine, [cell.id])
    }
    const actions: Readonly<Record<CommandId, () => void>> = {
      palette: () => selection().set({ palette: true }),
      find: findHere,
      'search-text': searchText,
      save: () => {
        saveNotebook(notebook).catch((error: unknown) => selection().set({ notice: errorParts(error) }))
      },
      undo: () => useNotebook.getState().undo(),
      redo: () => useNotebook.getState().redo(),
      navigator: () => settings().set({ navigator: !settings().navigator }),
      inspector: () => {
        settings().set({ inspector: !settings().inspector })
        selection().set({ sheet: !selection().sheet })
      },
      'pane-next': () => nextPane(1),
      'pane-before': () => nextPane(-1),
      theme: () => settings().set({ theme: themeInForce(settings().theme) === 'dark' ? 'light' : 'dark' }),
      letters: () => settings().set({ letters: !settings().letters }),
      keys: () => selection().set({ keys: true }),
      'cell-next': () => step(1),
      'cell-before': () => step(-1),
      'cell-enter': enterCell,
      leave: goOut,
      run: runCurrent,
      'run-next': () => {
        runCurrent()
        step(1)
      },
      'run-stale': () => void runCells(engine),
      stop: () => {
        const cell = current()
        if (cell) void stopCell(engine, cell)
      },
      fold: () => {
        const { cell } = selection()
        const { folded, set } = settings()
        if (cell) set({ folded: { ...folded, [cell]: !folded[cell] } })
      },
      full: () => {
        const { cell, full, set } = selection()
        set({ full: full ? null : cell })
      },
      back: () => history.back(),
      forward: () => history.forward(),
      report: () => document.querySelector<HTMLElement>('[data-report]')?.click(),
      'copy-link': () => tell(copyLink()),
      'copy-command': () => tell(copyCommand(false)),
      'copy-subject': () => tell(copyCommand(true)),
      desk: toggleDesk,
      pin: pinSubject,
      'sibling-before': () => stepSibling(-1),
      'sibling-next': () => stepSibling(1),
    }
    return (id: CommandId) => actions[id]()
  }, [engine, notebook])
  useKeys(run)
  return <CommandContext value={run}>{children}</CommandContext>
}

/** In a text field only keys with Ctrl, F6 and Escape are commands; the rest is typing. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target.isContentEditable || target.getAttribute('role') === 'textbox'
}

const PAIR_MS = 600

function useKeys(run: (id: CommandId) => void): void {
  const before = useRef<{ press: string; at: number } | null>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const { palette, keys } = useSelection.getState()
      if (palette || keys) return
      const press = pressName(event)
      const bare = !press.startsWith('Ctrl') && !/^(F\d+|Shift F\d+|Escape)$/.test(press)
      if (bare && isTyping(event.target)) return
      if (press.length === 1 && !useSettings.getState().letters) return
      // A button or a link answers its own Enter and arrows.
      const own =
        event.target instanceof HTMLElement && event.target.closest('button, a, input, [role=tab], [role=slider]')
      if (own && /^(Enter| |Arrow)/.test(press)) return
      const pair = before.current && event.timeStamp - before.current.at < PAIR_MS ? before.current.press : null
      before.current = { press, at: event.timeStamp }
      const id = commandOf(press, pair)
      if (!id) return
      event.preventDefault()
      before.current = null
      run(id)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [run])
}
