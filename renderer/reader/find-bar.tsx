import { Icon } from '../components/icon.tsx'
import { count } from '../format.ts'
import { asLine, type Finding } from './use-find.ts'

interface FindBarProps {
  readonly finding: Finding
  /** Gold spans; 0: the button is not there. */
  readonly evidence: number
  readonly onEvidence: () => void
  readonly onLeave: () => void
  /** `:1200` and Enter lead to a line. */
  readonly onLine: (line: number) => void
  readonly children?: React.ReactNode
}

/** Find with all hits counted; regular expression and case on demand; Enter goes on, Shift Enter back. */
export function FindBar(props: FindBarProps) {
  const { query, options, hits, current, step, setQuery, setOptions } = props.finding
  const line = asLine(query)
  return (
    <search className="findbar" aria-label="Find in this text">
      <span className="field find-field">
        <Icon name="search" />
        <input
          type="text"
          data-find="reader"
          aria-label="Find"
          placeholder="Find"
          title="Words, or :1200 for a line"
          spellCheck={false}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && line !== null) {
              props.onLine(line)
              setQuery('')
              props.onLeave()
            } else if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
            else if (event.key === 'Escape' && query) setQuery('')
            else if (event.key === 'Escape') props.onLeave()
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
        />
        {query && line === null && (
          <>
            <button
              type="button"
              className="toggle mono"
              aria-pressed={options.matchCase}
              aria-label="Match case"
              onClick={() => setOptions({ ...options, matchCase: !options.matchCase })}
            >
              Aa
            </button>
            <button
              type="button"
              className="toggle mono"
              aria-pressed={options.regex}
              aria-label="Regular expression"
              onClick={() => setOptions({ ...options, regex: !options.regex })}
            >
              .*
            </button>
          </>
        )}
      </span>
      {query && (
        <span className={hits.problem ? 'warn cut' : 'quiet'} role="status" title={hits.problem ?? undefined}>
          {line !== null
            ? `Enter: line ${count(line)}`
            : (hits.problem ?? (hits.total === 0 ? 'no hits' : `${count(current + 1)} of ${count(hits.total)}`))}
        </span>
      )}
      {hits.total > 0 && (
        <>
          <button type="button" className="btn bare" aria-label="Previous hit" onClick={() => step(-1)}>
            <Icon name="up" />
          </button>
          <button type="button" className="btn bare" aria-label="Next hit" onClick={() => step(1)}>
            <Icon name="down" />
          </button>
        </>
      )}
      <span className="reader-tools">
        {props.children}
        {props.evidence > 0 && (
          <button type="button" className="btn bare" onClick={props.onEvidence}>
            Next evidence <kbd>e</kbd>
          </button>
        )}
      </span>
    </search>
  )
}
