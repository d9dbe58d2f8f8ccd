import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Evidence } from '../../core/rewards/evidence.ts'
import { tokenColour, useThemeVersion } from '../components/probe.ts'
import { percent } from '../format.ts'
import type { Hits } from './find.ts'
import type { OutlineEntry } from './outline.ts'
import type { InView } from './pane.ts'

interface MapProps {
  readonly label: string
  readonly length: number
  readonly outline: readonly OutlineEntry[]
  readonly evidence: Evidence | null
  readonly hits: Hits
  readonly view: InView | null
  readonly onGo: (offset: number) => void
}

const WIDTH = 60
const LEFT = 8
const RAIL = 24

/** The whole text at a glance: documents, gold evidence, hits, what is in sight. Click and drag lead there. */
export function TextMap({ label, length, outline, evidence, hits, view, onGo }: MapProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [height, setHeight] = useState(0)
  const dragged = useRef(false)
  const theme = useThemeVersion()
  const depth = view && length > 0 ? view.start / Math.max(1, length - (view.end - view.start)) : 0

  useLayoutEffect(() => {
    const element = canvas.current?.parentElement
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    setHeight(element.clientHeight)
    return () => observer.disconnect()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` brings new colours for the same marks
  useEffect(() => {
    if (canvas.current && height > 0) draw(canvas.current, height, { length, outline, evidence, hits, view })
  }, [height, length, outline, evidence, hits, view, theme])

  const go = (clientY: number) => {
    const box = canvas.current?.getBoundingClientRect()
    if (box) onGo(Math.round(Math.max(0, Math.min(1, (clientY - box.top) / box.height)) * length))
  }
  return (
    <div
      className="minimap"
      role="slider"
      tabIndex={0}
      aria-label={`${label}: ${evidence?.spans.length ?? 0} evidence spans, ${hits.total} hits`}
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
        const steps: Readonly<Record<string, number>> = {
          ArrowDown: 0.01,
          ArrowUp: -0.01,
          PageDown: 0.1,
          PageUp: -0.1,
          Home: -1,
          End: 1,
        }
        const step = steps[event.key]
        if (step === undefined) return
        event.preventDefault()
        event.stopPropagation()
        onGo(Math.round(Math.max(0, Math.min(1, depth + step)) * length))
      }}
    >
      <canvas ref={canvas} style={{ width: WIDTH, height }} />
    </div>
  )
}

type Drawing = Pick<MapProps, 'length' | 'outline' | 'evidence' | 'hits' | 'view'>

function draw(canvas: HTMLCanvasElement, height: number, { length, outline, evidence, hits, view }: Drawing): void {
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
  for (const entry of outline) pen.fillRect(LEFT, Math.round(y(entry.start)), RAIL, 1)
  pen.strokeStyle = tokenColour('line-2')
  pen.strokeRect(LEFT + 0.5, 0.5, RAIL - 1, height - 1)
  pen.fillStyle = tokenColour('gold-line')
  for (const span of evidence?.spans ?? []) pen.fillRect(LEFT, y(span.start), RAIL, 3)
  pen.fillStyle = tokenColour('accent')
  let last = -9
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
  if (!view) return
  const top = y(view.start)
  pen.strokeStyle = tokenColour('ink-1')
  pen.lineWidth = 1.5
  const tall = Math.max(14, y(view.end) - top)
  pen.strokeRect(
    LEFT - 2,
    Math.min(height - tall - 1, Math.max(1, top - Math.max(0, (14 - (y(view.end) - top)) / 2))),
    RAIL + 4,
    tall,
  )
}
