import { type Reason, reasonMark } from '../../core/model/reward.ts'

/** Groups of more draw their quantiles: a glyph is never wider than 24 bars. */
const MOST_BARS = 24

export type Bar = { readonly kind: 'value'; readonly value: number } | { readonly kind: 'zero' | 'gate' | 'null' }

/** The group from its best to its worst: rewards, wrong answers, what the gate or a parser stopped, what has none. */
export function glyphBars(rewards: readonly (number | null)[], reasons: readonly string[]): readonly Bar[] {
  const bars: Bar[] = rewards.map((value, i) => {
    if (value === null) return { kind: 'null' }
    const mark = reasonMark((reasons[i] ?? 'wrong') as Reason)
    if (value === 0) return { kind: mark === 'wrong' || mark === 'partial' || mark === 'right' ? 'zero' : 'gate' }
    return { kind: 'value', value }
  })
  const rank = (bar: Bar) => (bar.kind === 'value' ? bar.value : { zero: -1, gate: -2, null: -3 }[bar.kind])
  bars.sort((a, b) => rank(b) - rank(a))
  if (bars.length <= MOST_BARS) return bars
  return Array.from({ length: MOST_BARS }, (_, i) => bars[Math.floor(((i + 0.5) * bars.length) / MOST_BARS)])
}

/** As a sentence: "16 rewards: 1 right or partly, 13 wrong, 2 stopped before the comparison, 0 null". */
export function glyphWords(rewards: readonly (number | null)[], reasons: readonly string[]): string {
  const bars = rewards.map((value, i) => ({ value, mark: reasonMark((reasons[i] ?? 'wrong') as Reason) }))
  const none = bars.filter((bar) => bar.value === null).length
  const above = bars.filter((bar) => bar.value !== null && bar.value !== 0).length
  const wrong = bars.filter((bar) => bar.value === 0 && bar.mark === 'wrong').length
  const stopped = bars.length - none - above - wrong
  return `${bars.length} rewards: ${above} above 0, ${wrong} wrong, ${stopped} stopped before the comparison, ${none} null`
}
