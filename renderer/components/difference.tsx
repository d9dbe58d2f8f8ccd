import { signed } from '../format.ts'

interface DifferenceProps {
  readonly value: number | null
  /** The absolute value that fills half the track. */
  readonly largest: number
  readonly digits?: number
}

/** A signed bar from the middle, and the number; null is a word. */
export function Difference({ value, largest, digits = 4 }: DifferenceProps) {
  if (value === null) return <i className="null">null</i>
  const share = Math.min(1, Math.abs(value) / largest) * 50
  return (
    <span className="difference">
      <span className="difference-track" aria-hidden="true">
        <i
          className={value < 0 ? 'fell' : 'rose'}
          style={value < 0 ? { right: '50%', width: `${share}%` } : { left: '50%', width: `${share}%` }}
        />
      </span>
      <span className={value < 0 ? 'neg' : value > 0 ? 'pos' : 'quiet'}>{signed(value, digits)}</span>
    </span>
  )
}
