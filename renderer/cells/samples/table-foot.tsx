import { count, counted, percent } from '../../format.ts'

interface FootProps {
  readonly first: number
  readonly last: number
  readonly total: number
  readonly hidden: readonly string[]
  /** The rows' own columns that nobody chose to see. */
  readonly own: readonly string[]
  readonly marked: number
  readonly onUnmark: () => void
  /** Share of the texts that a search could look into. */
  readonly textIndexed: number
  readonly full: boolean
}

/** Which rows stand in sight, what is marked, which columns found no room. */
export function TableFoot({ first, last, total, hidden, own, marked, onUnmark, textIndexed, full }: FootProps) {
  return (
    <>
      <span>
        Rows {count(first + 1)} to {count(last + 1)} of {count(total)}
      </span>
      {marked > 0 && (
        <span className="strong" role="status">
          {count(marked)} marked{' '}
          <button type="button" className="p" onClick={onUnmark}>
            none
          </button>
        </span>
      )}
      {hidden.length > 0 && (
        <span className="wide cut">
          {counted(hidden.length, 'column')} hidden: {hidden.join(', ').toLowerCase()}
        </span>
      )}
      {own.length > 0 && (
        <span className="wide cut" title={own.join(', ')}>
          {counted(own.length, 'column')} of the rows’ own: {own.join(', ')}
        </span>
      )}
      {textIndexed < 1 && <span className="warn">{percent(textIndexed)} of the text read: more may come</span>}
      <span className="push nowrap">
        <kbd>Enter</kbd> opens, <kbd>x</kbd> marks{!full && ', '}
        {!full && (
          <>
            <kbd>f</kbd> full
          </>
        )}
      </span>
    </>
  )
}
