import type { ReactNode } from 'react'
import type { CellDocument } from '../../../core/contract.ts'
import type { SamplesParams } from '../../../core/notebook/cells.ts'
import { listWords, meanWords, reasonListWords, taskWords } from '../../../core/notebook/words.ts'
import { Icon } from '../../components/icon.tsx'
import { byteText } from '../../format.ts'
import { asParams, isLooking, type Look, useLooks } from '../../stores/looks.ts'
import { useNotebook } from '../../stores/notebook.ts'

function lengthWords({ minBytes, maxBytes }: Look): string {
  if (minBytes === null) return `at most ${byteText(maxBytes ?? 0)}`
  return maxBytes === null ? `${byteText(minBytes)} or more` : `${byteText(minBytes)} to ${byteText(maxBytes)}`
}

interface LookBarProps {
  readonly cell: CellDocument
  readonly look: Look
  /** The run whose rewards the look may speak of. */
  readonly run: string | null
  /** What else can be done with the table. */
  readonly children: ReactNode
}

/** The search box and what the table is narrowed to for now; one click clears it, one makes it the cell's own. */
export function LookBar({ cell, look, run, children }: LookBarProps) {
  const { look: setLook, clear } = useLooks()
  const setParams = useNotebook((notebook) => notebook.setParams)
  const change = (next: Partial<Look>) => setLook(cell.id, next)
  const list = (name: 'subTasks' | 'languages' | 'sources' | 'rewardTypes', words = listWords(look[name])) =>
    look[name] && <Chip words={words} off={() => change({ [name]: null })} />
  const means = meanWords(look)
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
          onChange={(event) => change({ search: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !look.search) return
            event.stopPropagation()
            change({ search: '' })
          }}
        />
      </span>
      {look.tasks && <Chip words={taskWords(look.tasks)} off={() => change({ tasks: null })} />}
      {list('subTasks')}
      {list('languages')}
      {list('sources')}
      {list('rewardTypes')}
      {(look.minBytes !== null || look.maxBytes !== null) && (
        <Chip words={lengthWords(look)} off={() => change({ minBytes: null, maxBytes: null })} />
      )}
      {means && <Chip words={means} off={() => change({ minReward: null, maxReward: null, rewarded: null })} />}
      {look.reasons && <Chip words={`with ${reasonListWords(look.reasons)}`} off={() => change({ reasons: null })} />}
      {look.sets && <Chip words={`in set ${look.sets.join(' and ')}`} off={() => change({ sets: null })} />}
      {isLooking(look) && (
        <>
          <button
            type="button"
            className="p"
            onClick={() => {
              setParams(cell.id, asParams(look, cell.params as SamplesParams, run))
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
      <span className="acts">{children}</span>
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
