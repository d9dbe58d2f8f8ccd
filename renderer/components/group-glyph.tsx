import { memo } from 'react'
import { glyphBars, glyphWords } from './glyph.ts'

const STEP = 4
const HEIGHT = 14

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
