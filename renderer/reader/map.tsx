import { memo, useEffect, useRef } from 'react'
import type { Evidence } from '../../core/rewards/evidence.ts'
import { useSize } from '../components/charts/use-size.ts'
import { tokenColour, useThemeVersion } from '../components/probe.ts'
import { count, percent } from '../format.ts'
import type { Hits } from './find.ts'
import type { OutlineEntry } from './outline.ts'
import { useInView } from './use-pane.ts'
import type { Viewed } from './viewed.ts'

interface MapProps {
  readonly label: string
  readonly length: number
  readonly outline: readonly OutlineEntry[]
  readonly evidence: Evidence | null
  readonly hits: Hits
  readonly viewed: Viewed | null
  readonly onGo: (offset: number) => void
}

const WIDTH = 60
const LEFT = 8
const RAIL = 24
/** The window's frame is never lower: a megabyte would make it a hair. */
const LEAST_FRAME = 14

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 0.01,
  ArrowUp: -0.01,
  PageDown: 0.1,
  PageUp: -0.1,
  Home: -1,
  End: 1,
}

/** The whole text at a glance: documents, gold evidence, hits, what is in sight. Click and drag lead there. */
export function TextMap(props: MapProps) {
  const { label, length, evidence, hits, viewed, onGo } = props
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  const height = size?.height ?? 0
  const view = useInView(viewed)
  const dragged = useRef(false)
  const depth = view && length > 0 ? Math.min(1, view.start / Math.max(1, length - (view.end - view.start))) : 0

  const go = (clientY: number) => {
    const place = box.current?.getBoundingClientRect()
    if (place) onGo(Math.round(Math.max(0, Math.min(1, (clientY - place.top) / place.height)) * length))
  }
  const y = (offset: number) => (length > 0 ? (offset / length) * (height - 2) : 0)
  const tall = view ? Math.max(LEAST_FRAME, y(view.end) - y(view.start)) : 0
  const top = view ? Math.min(height - tall - 1, Math.max(1, (y(view.start) + y(view.end) - tall) / 2)) : 0
  return (
    <div
      ref={box}
      className="text-map"
      role="slider"
      tabIndex={0}
      aria-label={`${label}: ${count(evidence?.spans.length ?? 0)} evidence spans, ${count(hits.total)} hits`}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(depth * 100)}
      aria-valuetext={`${percent(depth)} deep`}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        dragged.current = true
        go(event.clientY)
      }}
      onPointerMove={(event) => dragged.current && go(event.clientY)}
      onLostPointerCapture={() => {
        dragged.current = false
      }}
      onKeyDown={(event) => {
        const step = STEPS[event.key]
        if (step === undefined) return
        event.preventDefault()
        event.stopPropagation()
        onGo(Math.round(Math.max(0, Math.min(1, depth + step)) * length))
      }}
    >
      <Rail height={height} length={length} outline={props.outline} evidence={evidence} hits={hits} />
      {view && <i className="map-view" style={{ height: tall, transform: `translateY(${top}px)` }} />}
    </div>
  )
}

interface RailProps extends Pick<MapProps, 'length' | 'outline' | 'evidence' | 'hits'> {
  readonly height: number
}

/** What does not move with the window: drawn only when it changes. */
const Rail = memo(function Rail({ height, length, outline, evidence, hits }: RailProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useThemeVersion()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` brings new colours for the same marks
  useEffect(() => {
    if (canvas.current && height > 0) draw(canvas.current, { height, length, outline, evidence, hits })
  }, [height, length, outline, evidence, hits, theme])
  return <canvas ref={canvas} style={{ width: WIDTH, height }} />
})

function draw(canvas: HTMLCanvasElement, { height, length, outline, evidence, hits }: RailProps): void {
  const ratio = devicePixelRatio || 1
  canvas.width = Math.round(WIDTH * ratio)
  canvas.height = Math.round(height * ratio)
  const pen = canvas.getContext('2d')
  if (!pen || length === 0) return
  pen.scale(ratio, ratio)
  const y = (offset: number) => (offset / length) * (height - 2)
  pen.fillStyle = tokenColour('surface')
  pen.fillRect(LEFT, 0, RAIL, height)
  pen.fillStyle = tokenColour('amount-0')
  // Several documents to a pixel are one line: a 4 MB prompt has thousands.
  let last = -9
  for (const entry of outline) {
    const at = Math.round(y(entry.start))
    if (at === last) continue
    last = at
    pen.fillRect(LEFT, at, RAIL, 1)
  }
  pen.strokeStyle = tokenColour('line-2')
  pen.strokeRect(LEFT + 0.5, 0.5, RAIL - 1, height - 1)
  pen.fillStyle = tokenColour('gold-line')
  for (const span of evidence?.spans ?? []) pen.fillRect(LEFT, y(span.start), RAIL, 3)
  pen.fillStyle = tokenColour('accent')
  last = -9
  for (const start of hits.starts) {
    const at = y(start)
    if (at - last < 1) continue
    last = at
    pen.fillRect(3, at, 4, 2)
  }
  pen.fillStyle = tokenColour('ink-3')
  pen.font = `11px ${getComputedStyle(document.body).fontFamily}`
  pen.fillText('0', 36, 12)
  pen.fillText('50', 36, height / 2 + 4)
  pen.fillText('100', 36, height - 4)
}
