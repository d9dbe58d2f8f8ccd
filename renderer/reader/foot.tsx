import type { ReactNode } from 'react'
import { count, counted, percent } from '../format.ts'
import type { ReaderPane } from './pane.ts'
import type { Survey } from './search.ts'
import { useInView } from './use-pane.ts'

interface FootProps {
  readonly pane: ReaderPane | null
  readonly length: number
  readonly survey: Survey | null
  /** Tokens as a server counted them; null: the estimate is shown as one. */
  readonly tokens: number | null
  /** Whether gold was looked for. */
  readonly gold: boolean
  readonly children?: ReactNode
}

/** Where one reads: line, depth as a share, token, and how much of the evidence is in sight. */
export function ReaderFoot({ pane, length, survey, tokens, gold, children }: FootProps) {
  const view = useInView(pane)
  const spans = survey?.evidence.spans ?? []
  const seen = view ? spans.filter((span) => span.end > view.start && span.start < view.end).length : 0
  const total = tokens ?? survey?.tokens ?? null
  const depth = view && length > 0 ? view.start / length : 0
  return (
    <footer>
      {view && (
        <>
          <span>
            Line {count(view.line)}
            {view.lines !== null && ` of ${count(view.lines)}`}
          </span>
          <span>{percent(depth)} deep</span>
          {total !== null && (
            <span
              className="wide"
              title={
                tokens === null
                  ? 'An estimate from the kinds of characters: no server has counted this text'
                  : `${counted(tokens, 'token')} as the server counted; the position is by share of the text`
              }
            >
              {tokens === null ? 'about token ' : 'token '}
              {count(Math.round(depth * total))} of {count(total)}
            </span>
          )}
        </>
      )}
      {children}
      {survey && gold && (
        <span className="push wide">
          {spans.length > 0
            ? `${seen} of ${count(spans.length)} evidence spans in view`
            : 'No gold answer stands here word for word'}
        </span>
      )}
    </footer>
  )
}
