import { useRef, useState } from 'react'
import type { Task } from '../../../core/model/tasks.ts'
import { taskClass } from '../../components/task.tsx'
import { byteText, count } from '../../format.ts'

interface FacetProps {
  readonly task: Task
  readonly count: number
  readonly medianBytes: number
  /** Counts by bin of length. */
  readonly lengths: readonly number[]
  readonly edges: readonly number[]
  readonly pressed: boolean
  /** Bytes; null: open at that side. */
  readonly range: { readonly min: number | null; readonly max: number | null }
  readonly onToggle: () => void
  readonly onBrush: (minBytes: number, maxBytes: number) => void
}

const WIDTH = 96
const HEIGHT = 40
const TALLEST = 35
/** A pointer that moved less than this clicked. */
const CLICK_PX = 3

/** Heights by root of count, so that the tails show; a bin that has rows is never empty. */
function barPath(lengths: readonly number[], keep: (bin: number) => boolean): string {
  const most = Math.max(1, ...lengths)
  const step = WIDTH / Math.max(1, lengths.length)
  let path = ''
  lengths.forEach((n, bin) => {
    if (n === 0 || !keep(bin)) return
    const height = Math.max(1, Math.sqrt(n / most) * TALLEST)
    path += `M${(bin * step).toFixed(2)} 39v${-height.toFixed(1)}h${(step * 0.75).toFixed(2)}v${height.toFixed(1)}z`
  })
  return path
}

/** One task's prompt lengths: a click filters by the task, a drag across by length. */
export function Facet(props: FacetProps) {
  const { task, lengths, edges, range } = props
  const plot = useRef<SVGSVGElement>(null)
  const start = useRef<number | null>(null)
  const [brush, setBrush] = useState<readonly [number, number] | null>(null)
  const bins = lengths.length
  const shareAt = (clientX: number) => {
    const box = plot.current?.getBoundingClientRect()
    return box ? Math.max(0, Math.min(1, (clientX - box.left) / box.width)) : 0
  }
  const inside = (bin: number) => {
    if (brush) return (bin + 1) / bins > brush[0] && bin / bins < brush[1]
    return (range.min === null || edges[bin + 1] > range.min) && (range.max === null || edges[bin] < range.max)
  }
  return (
    <button
      type="button"
      className={`facet ${taskClass(task.id)}`}
      aria-pressed={props.pressed}
      onClick={(event) => {
        // The pointer's own clicks are told apart from drags below; this is the keyboard's.
        if (event.detail === 0) props.onToggle()
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        start.current = event.clientX
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (start.current === null || Math.abs(event.clientX - start.current) < CLICK_PX) return
        const [a, b] = [shareAt(start.current), shareAt(event.clientX)]
        setBrush([Math.min(a, b), Math.max(a, b)])
      }}
      onPointerUp={() => {
        start.current = null
        if (!brush) return props.onToggle()
        const first = Math.min(bins - 1, Math.floor(brush[0] * bins))
        const last = Math.min(bins - 1, Math.max(first, Math.ceil(brush[1] * bins) - 1))
        setBrush(null)
        props.onBrush(edges[first], edges[last + 1])
      }}
      onPointerCancel={() => {
        start.current = null
        setBrush(null)
      }}
    >
      <svg ref={plot} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="bars out" d={barPath(lengths, (bin) => !inside(bin))} />
        <path className="bars" d={barPath(lengths, inside)} />
        <path className="axis" d={`M0 39.5h${WIDTH}`} vectorEffect="non-scaling-stroke" />
        {brush && (
          <rect className="brush" x={brush[0] * WIDTH} width={(brush[1] - brush[0]) * WIDTH} y="0" height="39" />
        )}
      </svg>
      <span className="fname">{task.label}</span>
      <span className="fcount">{count(props.count)}</span>
      <span className="fmetric">{task.reward}</span>
      {props.count > 0 && <span className="hidden">median {byteText(props.medianBytes)}</span>}
    </button>
  )
}
