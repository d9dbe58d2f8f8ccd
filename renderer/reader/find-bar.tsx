import { Icon } from '../components/icon.tsx'
import { count } from '../format.ts'
import type { Finding } from './use-find.ts'

interface FindBarProps {
  readonly finding: Finding
  readonly evidence: number
  readonly onEvidence: () => void
  readonly onLeave: () => void
}

/** Find with all hits counted; regular expression and case on demand; Enter goes on, Shift Enter back. */
export function FindBar(props: FindBarProps) {
  const { query, options, hits, current, step, setQuery, setOptions } = props.finding
  return (
    <search className="findbar" aria-label="Find in this text">
      <span className="field">
        <Icon name="search" />
        <input
          type="text"
          data-find="reader"
          aria-label="Find"
          placeholder="Find"
          spellCheck={false}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
            else if (event.key === 'Escape' && query) setQuery('')
            else if (event.key === 'Escape') props.onLeave()
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
        />
        {query && (
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
          {hits.problem ?? (hits.total === 0 ? 'no hits' : `${count(current + 1)} of ${count(hits.total)}`)}
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
      {props.evidence > 0 && (
        <button type="button" className="btn bare wide" onClick={props.onEvidence}>
          Next evidence <kbd>e</kbd>
        </button>
      )}
    </search>
  )
}
