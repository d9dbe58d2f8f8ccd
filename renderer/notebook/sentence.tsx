import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { kindOf, needsInput } from '../../core/notebook/cells.ts'
import { setInputs } from '../../core/notebook/edit/change.ts'
import { cellWords, possibleInputs } from '../../core/notebook/edit/edit.ts'
import { sentenceOf } from '../../core/notebook/sentence.ts'
import { runtimeOf, useNotebook } from '../stores/notebook.ts'
import { goTo, perform } from './edits.ts'
import { ParamWord } from './param-word.tsx'

/** Forbids a break; has no width. */
const JOINER = '\u2060'

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
        if (part.kind === 'input')
          return <InputWord key={key} cell={cell} document={document} input={part.cell} words={part.words} />
        const edited =
          shownParams !== null &&
          part.params.some((name) => JSON.stringify(shownParams[name]) !== JSON.stringify(cell.params[name]))
        const own = part.kind === 'rest' ? { words: null, label: 'more parameters' } : part
        const word = <ParamWord key={key} cell={cell} params={part.params} {...own} edited={edited} />
        // Never alone on a line: what joins words stands before it.
        return part.kind === 'rest' ? [JOINER, word] : word
      })}
    </span>
  )
}

interface InputWordProps {
  readonly cell: CellDocument
  readonly document: NotebookDocument
  /** Null: it has none. */
  readonly input: string | null
  readonly words: string
}

/** What the cell reads, and what else it could read. */
function InputWord({ cell, document, input, words }: InputWordProps) {
  const [open, setOpen] = useState(false)
  const many = kindOf(cell.kind)?.many ?? false
  const choose = (id: string, on: boolean) => {
    const instead = input === null ? [id] : cell.inputs.map((each) => (each === input ? id : each))
    const several = on ? [...cell.inputs, id] : cell.inputs.filter((each) => each !== id)
    // The popover hangs on its word: it stays open where several may be chosen.
    if (!many) setOpen(false)
    perform((now) => setInputs(now, cell.id, [...new Set(many ? several : instead)]), { stay: many })
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className={input === null && needsInput(cell.kind) ? 'p missing' : 'p'}
        aria-label={`input: ${words}`}
      >
        {words}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={8} className="positioner">
          <Popover.Popup className="popup" aria-label="Change input">
            <InputForm cell={cell} document={document} many={many} choose={choose} />
            {input !== null && (
              <div className="acts">
                <button
                  type="button"
                  className="btn bare"
                  onClick={() => {
                    setOpen(false)
                    goTo(input)
                  }}
                >
                  Go to {words}
                </button>
              </div>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface InputFormProps {
  readonly cell: CellDocument
  readonly document: NotebookDocument
  readonly many: boolean
  readonly choose: (id: string, on: boolean) => void
}

function InputForm({ cell, document, many, choose }: InputFormProps) {
  const possible = possibleInputs(document, cell.id)
  if (possible.length === 0) {
    const kinds = kindOf(cell.kind)?.inputs.join(' or ')
    return <p className="caption">No cell here that it can read: add a {kinds} cell.</p>
  }
  return (
    <fieldset className="param-form">
      <legend>Reads</legend>
      {possible.map((each) => (
        <label key={each.id} className="check">
          <input
            type={many ? 'checkbox' : 'radio'}
            name={`input-${cell.id}`}
            checked={cell.inputs.includes(each.id)}
            onChange={(event) => choose(each.id, event.target.checked)}
          />
          {cellWords(document, each)}
          <span className="quiet cut">{each.title ?? each.id}</span>
        </label>
      ))}
    </fieldset>
  )
}
