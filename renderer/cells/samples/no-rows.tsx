import type { SamplesOutput } from '../../../core/notebook/outputs.ts'
import { count } from '../../format.ts'
import { type Look, useLooks } from '../../stores/looks.ts'
import { nothingWords } from './nothing-words.ts'

interface NoRowsProps {
  readonly cell: string
  readonly look: Look
  /** How many pass the cell's own filters. */
  readonly of: number
  readonly filter: SamplesOutput['filter']
  /** Share of the prompts whose text has been read. */
  readonly read: number
}

/** Empty says why, and has the one click that changes it. */
export function NoRows({ cell, look, of, filter, read }: NoRowsProps) {
  const clear = useLooks((looks) => looks.clear)
  if (of === 0) {
    const narrowed = Object.keys(filter).some((key) => key !== 'files' && key !== 'run' && key !== 'reward')
    return narrowed ? (
      <p className="line">No sample passes this cell’s filters. Change one of the underlined words above.</p>
    ) : (
      <p className="line">There are no samples in these files. The dataset says which rows were set aside, and why.</p>
    )
  }
  return (
    <p className="line">
      {nothingWords(of, look.search, read)}
      <button type="button" className="p" onClick={() => clear(cell)}>
        Show all {count(of)}
      </button>
    </p>
  )
}
