import { useRef, useState } from 'react'
import { count } from '../../format.ts'

interface RangePlotProps {
  readonly label: string
  /** Counts by bin. */
  readonly counts: readonly number[]
  /** First and last bin chosen; null: all. */
  readonly chosen: readonly [number, number] | null
  /** A range of bins in words. */
  readonly words: (first: number, last: number) => string
  readonly onChoose: (range: readonly [number, number] | null) => void
}

const WIDTH = 160
const HEIGHT = 44
const TALLEST = 36

/** Heights by root of count, so that the tails show; a bin that has rows is never empty. */
function barPath(counts: readonly number[], keep: (bin: number) => boolean): string {
  const most = Math.max(1, ...counts)
  const step = WIDTH / counts.length
  let path = ''
  counts.forEach((n, bin) => {
    if (n === 0 || !keep(bin)) return
    const height = Math.max(1.5, Math.sqrt(n / most) * TALLEST)
    path += `M${(bin * step).toFixed(2)} ${HEIGHT - 1}v${-height.toFixed(1)}h${(step * 0.8).toFixed(2)}v${height.toFixed(1)}z`
  })
  return path
}

/** A distribution that filters: drag across it, or move its two edges with the arrow keys; all of it is no filter. */
export function RangePlot({ label, counts, chosen, words, onChoose }: RangePlotProps) {
  const plot = useRef<SVGSVGElement>(null)
  const start = useRef<number | null>(null)
  const [drag, setDrag] = useState<readonly [number, number] | null>(null)
  const last = counts.length - 1
  const [from, to] = drag ?? chosen ?? [0, last]
  const binAt = (clientX: number) => {
    const box = plot.current?.getBoundingClientRect()
    const share = box ? (clientX - box.left) / box.width : 0
    return Math.max(0, Math.min(last, Math.floor(share * counts.length)))
  }
  const choose = (first: number, end: number) => onChoose(first === 0 && end === last ? null : [first, end])
  const rows = counts.slice(from, to + 1).reduce((sum, n) => sum + n, 0)
  const edge = (which: 'least' | 'greatest') => {
    const at = which === 'least' ? from : to
    const move = (next: number) => {
      if (which === 'least') choose(Math.max(0, Math.min(to, next)), to)
      else choose(from, Math.min(last, Math.max(from, next)))
    }
    return (
      <span
        className="edge"
        role="slider"
        tabIndex={0}
        aria-label={`${label}, ${which}`}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at}
        aria-valuetext={`${words(from, to)}, ${count(rows)}`}
        style={{ left: `${((which === 'least' ? from : to + 1) / counts.length) * 100}%` }}
        onKeyDown={(event) => {
          const by = event.shiftKey ? 4 : 1
          const next = {
            ArrowLeft: at - by,
            ArrowDown: at - by,
            ArrowRight: at + by,
            ArrowUp: at + by,
            Home: 0,
            End: last,
          }[event.key]
          if (event.key === 'Backspace' || event.key === 'Delete') onChoose(null)
          else if (next !== undefined) move(next)
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
    )
  }
  return (
    <fieldset className="range-plot" aria-label={label}>
      <legend>
        {label} <span className="quiet">{chosen || drag ? words(from, to) : 'any'}</span>
      </legend>
      <div className="range-area">
        <svg
          ref={plot}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${label}: ${count(rows)} samples, ${words(from, to)}`}
          onPointerDown={(event) => {
            if (event.button !== 0) return
            event.currentTarget.setPointerCapture(event.pointerId)
            start.current = binAt(event.clientX)
            setDrag([start.current, start.current])
          }}
          onPointerMove={(event) => {
            if (start.current === null) return
            const at = binAt(event.clientX)
            setDrag([Math.min(start.current, at), Math.max(start.current, at)])
          }}
          onPointerUp={() => {
            if (drag) choose(drag[0], drag[1])
            start.current = null
            setDrag(null)
          }}
          onPointerCancel={() => {
            start.current = null
            setDrag(null)
          }}
        >
          <path className="bars out" d={barPath(counts, (bin) => bin < from || bin > to)} />
          <path className="bars" d={barPath(counts, (bin) => bin >= from && bin <= to)} />
          <path className="axis" d={`M0 ${HEIGHT - 0.5}h${WIDTH}`} vectorEffect="non-scaling-stroke" />
        </svg>
        {edge('least')}
        {edge('greatest')}
      </div>
    </fieldset>
  )
}
