import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { sentenceOf } from '../../core/notebook/sentence.ts'
import { runtimeOf, useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { ParamForm } from './param-form.tsx'

/** The cell's sentence; its underlined words open the parameters in place. */
export function Sentence({ cell, document }: { cell: CellDocument; document: NotebookDocument }) {
  const shownParams = useNotebook((notebook) => runtimeOf(notebook.runtime, cell.id).shownParams)
  const parts = sentenceOf(cell, document)
  let at = 0
  return (
    <span className="sentence data">
      {parts.map((part) => {
        const key = `${part.kind}${at++}`
        if (part.kind === 'words') return part.words
        if (part.kind === 'input') return <InputWord key={key} cell={part.cell} words={part.words} />
        const edited =
          shownParams !== null &&
          part.params.some((name) => JSON.stringify(shownParams[name]) !== JSON.stringify(cell.params[name]))
        return <ParamWord key={key} cell={cell} part={part} edited={edited} />
      })}
    </span>
  )
}

function InputWord({ cell, words }: { cell: string; words: string }) {
  const select = useSelection((selection) => selection.set)
  return (
    <button
      type="button"
      className="p"
      onClick={() => {
        select({ cell })
        document.getElementById(`cell-${cell}`)?.scrollIntoView({ block: 'nearest' })
      }}
    >
      {words}
    </button>
  )
}

interface ParamWordProps {
  readonly cell: CellDocument
  readonly part: { readonly words: string; readonly params: readonly string[]; readonly label: string }
  readonly edited: boolean
}

function ParamWord({ cell, part, edited }: ParamWordProps) {
  const [open, setOpen] = useState(false)
  const setParams = useNotebook((notebook) => notebook.setParams)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={edited ? 'p edited' : 'p'} aria-label={`${part.label}: ${part.words}`}>
        {part.words}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={8} className="positioner">
          <Popover.Popup className="popup" aria-label={`Change ${part.label}`}>
            <ParamForm
              cell={cell}
              params={part.params}
              onCancel={() => setOpen(false)}
              onApply={(change) => {
                setParams(cell.id, change)
                setOpen(false)
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
