import { memo } from 'react'
import { type Reason, reasonMark } from '../../core/model/reward.ts'

const STEP = 4
const HEIGHT = 14
/** Groups of more draw their quantiles: a glyph is never wider than 24 bars. */
const MOST_BARS = 24

type Bar = { readonly kind: 'value'; readonly value: number } | { readonly kind: 'zero' | 'gate' | 'null' }

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

/** The 16 bars of a group, sorted. Its meaning stands in the row's text; the drawing has it as its name. */
export const GroupGlyph = memo(function GroupGlyph(props: {
  rewards: readonly (number | null)[]
  reasons: readonly string[]
}) {
  const bars = glyphBars(props.rewards, props.reasons)
  if (bars.length === 0) return null
  const width = bars.length * STEP - 1
  const path = { value: '', zero: '', gate: '', null: '' }
  bars.forEach((bar, i) => {
    const x = i * STEP
    if (bar.kind === 'value') {
      const height = Math.max(2, Math.min(1, Math.abs(bar.value)) * HEIGHT)
      path.value += `M${x} ${HEIGHT}v${-height.toFixed(1)}h3V${HEIGHT}z`
    } else if (bar.kind === 'zero') path.zero += `M${x} ${HEIGHT - 2}h3v2h-3z`
    else if (bar.kind === 'gate') path.gate += `M${x + 0.5} 10.5h2v3h-2z`
    else path.null += `M${x + 0.3} 10.5a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0 -2.4 0`
  })
  return (
    <svg
      className="group16"
      style={{ width }}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={glyphWords(props.rewards, props.reasons)}
    >
      <path className="v" d={path.value} />
      <path className="z" d={path.zero} />
      <path className="g" d={path.gate} />
      <path className="u" d={path.null} />
    </svg>
  )
})
