import type { CellDocument } from '../../../core/contract.ts'
import { taskWords } from '../../../core/notebook/words.ts'
import { Icon } from '../../components/icon.tsx'
import { byteText } from '../../format.ts'
import { asParams, isLooking, type Look, useLooks } from '../../stores/looks.ts'
import { useNotebook } from '../../stores/notebook.ts'

function lengthWords({ minBytes, maxBytes }: Look): string {
  if (minBytes === null) return `at most ${byteText(maxBytes ?? 0)}`
  return maxBytes === null ? `${byteText(minBytes)} or more` : `${byteText(minBytes)} to ${byteText(maxBytes)}`
}

/** The search box and what the table is narrowed to for now; one click clears it, one makes it the cell's own. */
export function LookBar({ cell, look }: { cell: CellDocument; look: Look }) {
  const { look: setLook, clear } = useLooks()
  const setParams = useNotebook((notebook) => notebook.setParams)
  return (
    <search className="looking" aria-label="Narrow the table">
      <span className="field">
        <Icon name="search" />
        <input
          type="text"
          data-find="samples"
          aria-label="Search prompts, questions and answers"
          placeholder="Search prompts, questions, answers"
          spellCheck={false}
          value={look.search}
          onChange={(event) => setLook(cell.id, { search: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !look.search) return
            event.stopPropagation()
            setLook(cell.id, { search: '' })
          }}
        />
      </span>
      {look.tasks && <Chip words={taskWords(look.tasks)} off={() => setLook(cell.id, { tasks: null })} />}
      {(look.minBytes !== null || look.maxBytes !== null) && (
        <Chip words={lengthWords(look)} off={() => setLook(cell.id, { minBytes: null, maxBytes: null })} />
      )}
      {isLooking(look) && (
        <>
          <button
            type="button"
            className="p"
            onClick={() => {
              setParams(cell.id, asParams(look))
              clear(cell.id)
            }}
          >
            Keep in the cell
          </button>
          <button type="button" className="p" onClick={() => clear(cell.id)}>
            Show all
          </button>
        </>
      )}
    </search>
  )
}

function Chip({ words, off }: { words: string; off: () => void }) {
  return (
    <span className="chip">
      {words}
      <button type="button" aria-label={`Without: ${words}`} onClick={off}>
        <Icon name="close" />
      </button>
    </span>
  )
}
