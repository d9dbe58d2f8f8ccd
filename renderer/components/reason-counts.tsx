import { type Reason, type ReasonMark, reasonMark, reasonWords } from '../../core/model/reward.ts'
import { Mark } from './reason.tsx'

/** A group's reasons as marks with counts, the most frequent first; the words are the name. */
export function ReasonCounts({ reasons }: { reasons: readonly string[] }) {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const sorted = [...counts].sort((a, b) => b[1] - a[1])
  const marks = new Map<ReasonMark, number>()
  for (const [reason, n] of sorted) {
    const mark = reasonMark(reason as Reason)
    marks.set(mark, (marks.get(mark) ?? 0) + n)
  }
  const words = sorted.map(([reason, n]) => `${n} ${reasonWords(reason as Reason)}`).join(', ')
  return (
    <span className="reason-counts" title={words}>
      {[...marks].map(([mark, n]) => (
        <span key={mark} aria-hidden="true">
          <Mark mark={mark} />
          {n}
        </span>
      ))}
      <span className="hidden">{words}</span>
    </span>
  )
}
