import { Popover } from '@base-ui/react/popover'
import { useRef, useState } from 'react'
import type { CellDocument } from '../../core/contract.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { ParamForm } from './param-form.tsx'

interface ParamWordProps {
  readonly cell: CellDocument
  /** Null: a control over what the sentence does not say. */
  readonly words: string | null
  readonly label: string
  readonly params: readonly string[]
  /** Another value than in the result that is shown. */
  readonly edited: boolean
}

/** An underlined word of the sentence: a press opens what it stands for, and so does a command that asks for it. */
export function ParamWord({ cell, words, label, params, edited }: ParamWordProps) {
  const [pressed, setPressed] = useState(false)
  const asked = useSelection(({ asked }) => (asked?.cell === cell.id && params.includes(asked.param) ? asked : null))
  const setParams = useNotebook((notebook) => notebook.setParams)
  const form = useRef<HTMLDivElement>(null)
  const word = useRef<HTMLButtonElement>(null)
  const rest = words === null
  const name = rest ? label : `${label}: ${words}`
  const look = rest ? 'p rest' : 'p'
  const show = (on: boolean) => {
    setPressed(on)
    if (!on && asked) useSelection.getState().set({ asked: null })
  }
  const firstField = () =>
    (asked && form.current?.querySelector<HTMLElement>(`[data-param=${asked.param}] :is(input, textarea)`)) || true
  return (
    <Popover.Root open={pressed || asked !== null} onOpenChange={show}>
      <Popover.Trigger ref={word} className={edited ? `${look} edited` : look} aria-label={name}>
        {words ?? '…'}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={8} className="positioner">
          <Popover.Popup
            ref={form}
            className="popup"
            aria-label={rest ? 'Change more parameters' : `Change ${label}`}
            initialFocus={firstField}
            finalFocus={word}
          >
            <ParamForm
              cell={cell}
              params={params}
              onCancel={() => show(false)}
              onApply={(change) => {
                setParams(cell.id, change)
                show(false)
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
