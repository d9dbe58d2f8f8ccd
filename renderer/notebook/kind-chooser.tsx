import { Dialog } from '@base-ui/react/dialog'
import { useState } from 'react'
import { KINDS } from '../../core/notebook/cells.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { chooseKind } from './choose-kind.ts'
import { goTo } from './edits.ts'
import { kindKeys } from './kind-keys.ts'

const HEADS = { above: 'Add a cell above', below: 'Add a cell below', turn: 'Turn the cell into' } as const

/** `a`, `b`, `t`: which kind of cell. One letter chooses, so that `b m` adds a note as fast as in Jupyter. */
export function KindChooser() {
  const choosing = useSelection((selection) => selection.choosing)
  return (
    <Dialog.Root open={choosing !== null} onOpenChange={(stays) => !stays && leave()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-back clear" />
        <Dialog.Popup className="dialog chooser">
          <Dialog.Title>{choosing && HEADS[choosing]}</Dialog.Title>
          {choosing && <Kinds choosing={choosing} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function leave(): void {
  const { cell, set } = useSelection.getState()
  set({ choosing: null })
  goTo(cell)
}

function Kinds({ choosing }: { choosing: 'above' | 'below' | 'turn' }) {
  const current = useNotebook((notebook) =>
    notebook.open?.document.cells.find((cell) => cell.id === useSelection.getState().cell),
  )
  const keys = kindKeys()
  const kinds = Object.values(KINDS).filter((kind) => choosing !== 'turn' || kind.kind !== current?.kind)
  const [at, setAt] = useState(0)
  return (
    <div
      role="listbox"
      aria-label="Kinds of cells"
      aria-activedescendant={`kind-${kinds[at].kind}`}
      tabIndex={0}
      // biome-ignore lint/a11y/noAutofocus: the dialog is opened to choose here
      autoFocus
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return
        const chosen = keys.get(event.key)
        if (event.key === 'ArrowDown') setAt((at + 1) % kinds.length)
        else if (event.key === 'ArrowUp') setAt((at + kinds.length - 1) % kinds.length)
        else if (event.key === 'Enter') chooseKind(kinds[at].kind)
        else if (chosen && kinds.some((kind) => kind.kind === chosen)) chooseKind(chosen)
        else return
        event.preventDefault()
      }}
    >
      {kinds.map((kind, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
        <div
          key={kind.kind}
          id={`kind-${kind.kind}`}
          role="option"
          className="option"
          aria-selected={i === at}
          tabIndex={-1}
          onClick={() => chooseKind(kind.kind)}
          onPointerMove={() => setAt(i)}
        >
          <b>{kind.label}</b>
          <span className="quiet">{kind.about}</span>
          <kbd className="push">{[...keys].find(([, each]) => each === kind.kind)?.[0]}</kbd>
        </div>
      ))}
    </div>
  )
}
