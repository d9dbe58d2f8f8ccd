import type { ReactNode } from 'react'
import { Icon } from '../components/icon.tsx'
import { useCommands } from '../palette/commands.tsx'
import { toggleDesk } from '../places/place-keys.ts'
import { useDesk } from '../stores/desk.ts'
import { useSelection } from '../stores/selection.ts'

interface HeaderProps {
  readonly title: ReactNode
  readonly facts: string
  /** Steps to the sibling before and after, when it is not the list's. */
  readonly onStep?: (delta: number) => void
  readonly what: string
  readonly back?: { readonly words: string; readonly go: () => void }
}

/** The name of the thing, its facts on one line, its siblings. */
export function InspectorHeader({ title, facts, onStep, what, back }: HeaderProps) {
  const run = useCommands()
  const { sheet, set } = useSelection()
  const desk = useDesk((each) => each.desk)
  const step = (delta: number) => (onStep ? onStep(delta) : run(delta < 0 ? 'sibling-before' : 'sibling-next'))
  return (
    <header>
      <div className="name">
        {back && (
          <button type="button" className="btn bare" aria-label={back.words} onClick={back.go}>
            <Icon name="left" />
          </button>
        )}
        <h2>{title}</h2>
        <span className="push" />
        <button type="button" className="btn bare" aria-label={`${what} before`} onClick={() => step(-1)}>
          <kbd>[</kbd>
        </button>
        <button type="button" className="btn bare" aria-label={`${what} after`} onClick={() => step(1)}>
          <kbd>]</kbd>
        </button>
        <button
          type="button"
          className="btn bare"
          aria-label={desk ? 'Back to the notebook' : 'Prompt and response side by side'}
          onClick={toggleDesk}
        >
          <Icon name={desk ? 'close' : 'full'} />
        </button>
        {sheet && (
          <button
            type="button"
            className="btn bare sheet-only"
            aria-label="Close the inspector"
            onClick={() => set({ sheet: false })}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      <div className="facts cut data" title={facts}>
        {facts}
      </div>
    </header>
  )
}
