import { memo, useImperativeHandle, useLayoutEffect, useMemo, useRef } from 'react'
import { slotEdges } from '../../../core/figures/advantages.ts'
import { reward, share, tick } from '../../../core/figures/format.ts'
import {
  drawPanel,
  LivePanel,
  type PanelElements,
  type PanelSize,
  panelElements,
  slotAt,
} from '../../components/charts/live-panel.tsx'
import {
  drawStageLines,
  type LineElements,
  lineElements,
  StageLines,
  stageX,
} from '../../components/charts/stage-lines.tsx'
import { useSize } from '../../components/charts/use-size.ts'
import type { LabFrame, LabModel } from './lab-model.ts'

const COLUMNS = 3
const COLUMN_GAP = 16
/** Head, strip, axis and air of a small multiple. */
const AROUND = 86

/** A bar of a plot: which task, which of [below, bins, above]. */
export interface Bar {
  readonly facet: number
  readonly slot: number
}

export interface ChartsHandle {
  /** Draws a frame into what stands; false where there is no room yet. */
  draw(frame: LabFrame): boolean
}

interface ChartsProps {
  readonly ref: React.Ref<ChartsHandle>
  readonly model: LabModel
  /** The last frame that React saw: heads and scales come from it, bars from `draw`. */
  readonly frame: LabFrame
  readonly choose: (stage: number) => void
  readonly openBar: (bar: Bar) => void
  readonly caption: string
}

/** Stage lines and small multiples. React lays them out; every frame only sets the paths that moved. */
export const LabCharts = memo(function LabCharts({ ref, model, frame, choose, openBar, caption }: ChartsProps) {
  const panelsBox = useRef<HTMLDivElement>(null)
  const slopeBox = useRef<HTMLDivElement>(null)
  const room = useSize(panelsBox)
  const slope = useSize(slopeBox)
  const facets = model.facets.list
  const size = useMemo(() => room && panelSize(room, facets.length), [room, facets.length])
  const parts = useRef<{ panels: readonly PanelElements[]; lines: readonly LineElements[] }>({ panels: [], lines: [] })
  const latest = useRef(frame)
  latest.current = frame

  const draw = (next: LabFrame): boolean => {
    latest.current = next
    if (!size || !slope) return false
    const shown = next.spreads[next.shown]
    parts.current.panels.forEach((elements, f) => {
      const panel = { share: shown.share[f], shareBefore: next.before?.share[f] ?? null, sd: shown.sd[f] }
      drawPanel(elements, f, { now: next.now, was: next.was, range: next.range, ...panel }, size)
    })
    const deviations = next.spreads.map((spread) => spread.sd)
    drawStageLines(parts.current.lines, deviations, next.spreadRange, slope)
    return true
  }
  useImperativeHandle(ref, () => ({ draw }))

  // After each layout by React the elements are new or resized: find them, draw, and put the words in.
  useLayoutEffect(() => {
    const panels = [...(panelsBox.current?.querySelectorAll('[data-panel]') ?? [])].map(panelElements)
    parts.current = { panels, lines: slopeBox.current ? lineElements(slopeBox.current) : [] }
    draw(latest.current)
    panels.forEach((elements, f) => {
      elements.plot.setAttribute('aria-label', panelWords(model, frame, f))
    })
  })

  return (
    <>
      <div className="stagebar">
        <div className="stage-heads" role="radiogroup" aria-label="Stage">
          {slope &&
            frame.stages.map((stage, k) => (
              <button
                key={stage.name}
                type="button"
                role="radio"
                aria-checked={k === frame.shown}
                style={{ left: stageX(k, frame.stages.length, slope.width) }}
                onClick={() => choose(k)}
              >
                <b>
                  {k + 1} {stage.name}
                </b>
                <span>{stage.formula}</span>
              </button>
            ))}
        </div>
        <div className="slope" ref={slopeBox}>
          {slope && (
            <StageLines
              facets={facets}
              first={frame.spreads[0].sd}
              stages={frame.stages.length}
              shown={frame.shown}
              range={frame.spreadRange}
              size={slope}
              words={stageWords(frame)}
            />
          )}
        </div>
      </div>
      <p className="caption">{caption}</p>
      <Panels box={panelsBox} model={model} frame={frame} size={size} openBar={openBar} />
    </>
  )
})

interface PanelsProps {
  readonly box: React.RefObject<HTMLDivElement | null>
  readonly model: LabModel
  readonly frame: LabFrame
  readonly size: PanelSize | null
  readonly openBar: (bar: Bar) => void
}

/** The grid of plots; pointer and arrows read out one bar, Enter and click open it. */
function Panels({ box, model, frame, size, openBar }: PanelsProps) {
  const readout = useRef<HTMLParagraphElement>(null)
  const at = useRef<Bar | null>(null)
  const say = (bar: Bar | null) => {
    at.current = bar
    if (readout.current) readout.current.textContent = bar ? barWords(model, frame, bar) : ''
  }
  const pointed = (event: React.PointerEvent | React.MouseEvent): Bar | null => {
    const figure = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-panel]') : null
    const plot = figure?.querySelector<SVGSVGElement>('[data-part="plot"]')
    if (!figure || !plot || !(event.target instanceof Element) || !plot.contains(event.target)) return null
    const facet = Number(figure.dataset.panel)
    return { facet, slot: slotAt(plot, event.clientX, frame.range, hasZeros(frame, facet)) }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the plots inside have the focus, this only hears them
    <div
      className="panels"
      ref={box}
      onPointerMove={(event) => say(pointed(event))}
      onPointerLeave={() => say(null)}
      onClick={(event) => {
        const bar = pointed(event)
        if (bar) openBar(bar)
      }}
      onKeyDown={(event) => {
        const figure = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-panel]') : null
        if (!figure) return
        const facet = Number(figure.dataset.panel)
        // What is exactly 0 comes after the last bar.
        const last = frame.range.bins + (hasZeros(frame, facet) ? 2 : 1)
        const slot = at.current?.facet === facet ? at.current.slot : Math.floor(last / 2)
        const moves: Readonly<Record<string, number>> = {
          ArrowLeft: slot - 1,
          ArrowRight: slot + 1,
          Home: 0,
          End: last,
        }
        if (event.key === 'Enter') openBar({ facet, slot })
        else if (event.key in moves) say({ facet, slot: Math.max(0, Math.min(last, moves[event.key])) })
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      {size &&
        model.facets.list.map((facet, f) => (
          <LivePanel key={facet.label} facet={facet} at={f} raw={model.raw} size={size} />
        ))}
      <p className="readout" ref={readout} aria-live="polite" />
    </div>
  )
}

function panelSize(room: { width: number; height: number }, panels: number): PanelSize {
  const rows = Math.max(1, Math.ceil(panels / COLUMNS))
  const width = Math.max(80, Math.floor((room.width - 2 * COLUMN_GAP - 16) / COLUMNS))
  return { width, height: Math.max(44, Math.min(190, Math.floor(room.height / rows) - AROUND)) }
}

function hasZeros({ now }: LabFrame, facet: number): boolean {
  return now.counts[(facet + 1) * now.stride - 1] > 0
}

/** Where a bar stands: "−0.6 to −0.5", "above 3", "exactly 0". */
export function slotWords(range: LabFrame['range'], slot: number): string {
  if (slot === range.bins + 2) return 'exactly 0'
  if (slot === 0) return `below ${tick(range.low)}`
  if (slot > range.bins) return `above ${tick(range.high)}`
  const edges = slotEdges(range)
  return `${tick(edges[slot])} to ${tick(edges[slot + 1])}`
}

/** "Comprehension, −0.6 to −0.5: 3.1 %, before 2.4 %" */
function barWords(model: LabModel, { now, was, range }: LabFrame, { facet, slot }: Bar): string {
  const ends = slotWords(range, slot)
  const part = (bins: typeof now) =>
    share(bins.totals[facet] > 0 ? bins.counts[facet * bins.stride + slot] / bins.totals[facet] : 0)
  const before = was ? `, before ${part(was)}` : ''
  return `${model.facets.list[facet].label}, ${ends}: ${part(now)}${before}`
}

function panelWords(model: LabModel, frame: LabFrame, f: number): string {
  const shown = frame.spreads[frame.shown]
  const before = frame.before ? `, before ${share(frame.before.share[f])}` : ''
  return `${model.facets.list[f].label} at this stage: standard deviation ${reward(shown.sd[f])}, ${share(shown.share[f])} of all absolute advantage${before}`
}

function stageWords(frame: LabFrame): string {
  const spans = frame.stages.map((stage, k) => {
    const sds = [...frame.spreads[k].sd]
    return sds.length > 0 ? `${stage.name} ${reward(Math.min(...sds))} to ${reward(Math.max(...sds))}` : stage.name
  })
  return `Standard deviation of ${frame.spreads[0].sd.length} tasks by stage: ${spans.join(', ')}`
}
