import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { errorParts } from '../../core/model/errors.ts'
import type { Keeper } from '../data/keeper.ts'
import { useLink } from '../data/link.tsx'
import {
  add,
  copy,
  cut,
  duplicate,
  goTo,
  move,
  paste,
  redo,
  remove,
  split,
  turn,
  undo,
  write,
} from '../notebook/edits.ts'
import { restart } from '../notebook/restart.ts'
import { interrupt, runCells } from '../notebook/run.ts'
import { say } from '../notebook/say.ts'
import { copyCommand, copyLink } from '../places/copy.ts'
import { pinSubject, tell, toggleDesk } from '../places/place-keys.ts'
import type { WayName } from '../start/way.tsx'
import { useNotebook } from '../stores/notebook.ts'
import { stepSibling, useSelection } from '../stores/selection.ts'
import { redoSet, setIsLatest, setIsUndone, undoSet } from '../stores/sets.ts'
import { themeInForce, useSettings } from '../stores/settings.ts'
import { enterCell, findHere, focusCell, goOut, nextPane, searchText } from './focus.ts'
import { useKeys } from './keys.ts'
import type { CommandId } from './table.ts'

const CommandContext = createContext<(id: CommandId) => void>(() => {})

/** Runs a command by its name. */
export function useCommands(): (id: CommandId) => void {
  return useContext(CommandContext)
}

/** On the start screen to the field for it; a server that has a notebook keeps to it. */
function anotherNotebook(way: WayName): void {
  const field = document.querySelector<HTMLElement>(`[data-way=${way}]`)
  field?.focus()
  const { open } = useNotebook.getState()
  if (open) say(`This server has ${open.name} open. Another notebook has its own: longview serve NOTEBOOK.longview.`)
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
export function Commands({ keeper, children }: { keeper: Keeper; children: ReactNode }) {
  const link = useLink()
  const { engine } = link
  const run = useMemo(() => {
    const settings = () => useSettings.getState()
    const selection = () => useSelection.getState()
    const current = () => {
      const { cell } = selection()
      return useNotebook.getState().open?.document.cells.find((each) => each.id === cell)
    }
    const here = (act: (id: string) => void) => () => {
      const cell = current()
      if (cell) act(cell.id)
    }
    /** A note is not run: it is left, and drawn. */
    const runCurrent = () => {
      const cell = current()
      if (cell?.kind === 'note') leaveNote()
      else if (cell) void runCells(engine, [cell.id])
    }
    const leaveNote = () => {
      const { editing, set } = selection()
      if (editing === null) return
      set({ editing: null })
      focusCell(editing)
    }
    const actions: Readonly<Record<CommandId, () => void>> = {
      palette: () => selection().set({ palette: true }),
      find: findHere,
      'search-text': searchText,
      save: () => {
        keeper.save().catch((error: unknown) => selection().set({ notice: errorParts(error) }))
      },
      autosave: () => {
        settings().set({ autosave: !settings().autosave })
        say(
          settings().autosave
            ? 'Edits are written to the file after a while.'
            : 'Edits are kept, and written to the file when you save.',
        )
      },
      open: () => anotherNotebook('open'),
      import: () => (useNotebook.getState().open ? add('dataset', 'below') : anotherNotebook('import')),
      new: () => anotherNotebook('new'),
      undo: () => (setIsLatest() ? void undoSet(engine) : undo()),
      redo: () => (setIsUndone() ? void redoSet(engine) : redo()),
      navigator: () => settings().set({ navigator: !settings().navigator }),
      inspector: () => {
        settings().set({ inspector: !settings().inspector })
        selection().set({ sheet: !selection().sheet })
      },
      'pane-next': () => nextPane(1),
      'pane-before': () => nextPane(-1),
      theme: () => settings().set({ theme: themeInForce(settings().theme) === 'dark' ? 'light' : 'dark' }),
      lines: () => settings().set({ lines: !settings().lines }),
      letters: () => settings().set({ letters: !settings().letters }),
      keys: () => selection().set({ keys: true }),
      leave: () => (selection().editing === null ? goOut() : leaveNote()),
      'cell-next': () => step(1),
      'cell-before': () => step(-1),
      'cell-enter': () => {
        const cell = current()
        if (cell?.kind === 'note') write(cell.id)
        else enterCell()
      },
      run: runCurrent,
      'run-next': () => {
        runCurrent()
        step(1)
      },
      'run-add': () => {
        runCurrent()
        selection().set({ choosing: 'below' })
      },
      'run-stale': () => void runCells(engine),
      stop: () => {
        interrupt(engine, current()).catch((error: unknown) => selection().set({ notice: errorParts(error) }))
      },
      restart: () => void restart(link),
      'add-above': () => selection().set({ choosing: 'above' }),
      'add-below': () => selection().set({ choosing: 'below' }),
      'move-up': here((id) => move(id, -1)),
      'move-down': here((id) => move(id, 1)),
      duplicate: here(duplicate),
      cut: here(cut),
      copy: here(copy),
      paste: () => paste('below'),
      'paste-above': () => paste('above'),
      rename: here((id) => selection().set({ renaming: id })),
      turn: here(() => selection().set({ choosing: 'turn' })),
      'to-note': here((id) => turn(id, 'note')),
      'to-code': here((id) => turn(id, 'code')),
      split: here(split),
      delete: here(remove),
      fold: () => {
        const { cell } = selection()
        const { folded, set } = settings()
        if (cell) set({ folded: { ...folded, [cell]: !folded[cell] } })
      },
      full: () => {
        const { cell, full, set } = selection()
        if (full) goTo(full)
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
  }, [engine, link, keeper])
  useKeys(run)
  return <CommandContext value={run}>{children}</CommandContext>
}
