import type { ReactNode } from 'react'
import type { Evidence } from '../../core/rewards/evidence.ts'
import { count, counted, percent } from '../format.ts'
import type { Survey } from './search.ts'
import { useInView } from './use-pane.ts'
import type { Viewed } from './viewed.ts'

interface FootProps {
  readonly viewed: Viewed | null
  readonly length: number
  readonly survey: Survey | null
  /** Tokens as a server counted them; null: the estimate is shown as one. */
  readonly tokens: number | null
  /** Whether gold was looked for. */
  readonly gold: boolean
  readonly children?: ReactNode
}

/** As fast as a changing number can be read. */
const PACE_MS = 100

/** What became of the gold answers, in the room of a few words: how often one stands matters more than where. */
function evidenceWords({ spans, common }: Evidence, seen: number): string {
  if (spans.length > 0) return `${seen} of ${counted(spans.length, 'evidence span')} in view`
  if (common.length === 0) return 'Gold stands nowhere word for word'
  return common.length === 1
    ? `Gold stands ${count(common[0].count)} times: too often`
    : `All ${count(common.length)} golds stand too often`
}

/** The same, whole: too common is not missing. */
function evidenceTitle({ spans, missing, common }: Evidence): string {
  const shown = (terms: readonly string[]) =>
    terms
      .slice(0, 5)
      .map((term) => `"${term.length > 60 ? `${term.slice(0, 60)}…` : term}"`)
      .join(', ') + (terms.length > 5 ? ` and ${count(terms.length - 5)} more` : '')
  const lines = [
    spans.length > 0 ? `${counted(spans.length, 'place')} of gold answers marked` : 'No gold answer is marked',
  ]
  if (missing.length > 0) lines.push(`Nowhere word for word: ${shown(missing)}`)
  for (const { term, count: times } of common.slice(0, 5))
    lines.push(`Too often to point at anything: ${shown([term])}, ${count(times)} times. Find leads through them.`)
  return lines.join('\n')
}

/** Where one reads: line, depth as a share, token, and how much of the evidence is in sight. */
export function ReaderFoot({ viewed, length, survey, tokens, gold, children }: FootProps) {
  const view = useInView(viewed, PACE_MS)
  const spans = survey?.evidence.spans ?? []
  const seen = view ? spans.filter((span) => span.end > view.start && span.start < view.end).length : 0
  const total = tokens ?? survey?.tokens ?? null
  const depth = view && length > 0 ? view.start / length : 0
  return (
    <footer>
      {view && (
        <>
          <span>
            {view.about ? 'About line ' : 'Line '}
            {count(view.line)}
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
        <span className="push cut" title={evidenceTitle(survey.evidence)}>
          {evidenceWords(survey.evidence, seen)}
        </span>
      )}
    </footer>
  )
}
