import { memo, useMemo } from 'react'
import type { BinRange, FacetBins } from '../../../core/figures/bins.ts'
import type { Facet } from '../../../core/figures/facets.ts'
import { share, tick } from '../../../core/figures/format.ts'
import type { RawBins } from '../../../core/figures/raw.ts'
import { rootBars, rootOutline } from '../../../core/figures/svg/paths.ts'

const STRIP = 30
const GUTTER = 14

/** Pixels of a small multiple: its width, and the height of its main plot. */
export interface PanelSize {
  readonly width: number
  readonly height: number
}

/** What a frame changes in one panel, found once after mounting. */
export interface PanelElements {
  readonly negative: SVGPathElement
  readonly positive: SVGPathElement
  readonly beyond: SVGPathElement
  readonly none: SVGPathElement
  readonly was: SVGPathElement
  readonly zero: SVGPathElement
  readonly low: SVGTextElement
  readonly middle: SVGTextElement
  readonly high: SVGTextElement
  readonly share: HTMLElement
  readonly before: HTMLElement
  readonly plot: SVGSVGElement
}

export function panelElements(figure: Element): PanelElements {
  const find = <E extends Element>(name: string) => figure.querySelector(`[data-part="${name}"]`) as unknown as E
  return {
    negative: find('negative'),
    positive: find('positive'),
    beyond: find('beyond'),
    none: find('none'),
    was: find('was'),
    zero: find('zero'),
    low: find('low'),
    middle: find('middle'),
    high: find('high'),
    share: find('share'),
    before: find('before'),
    plot: find('plot'),
  }
}

interface PanelProps {
  readonly facet: Facet
  readonly at: number
  readonly raw: RawBins
  readonly size: PanelSize
}

/** The still parts of one small multiple: title, strip of raw rewards, axis. Its bars are drawn by `drawPanel`. */
export const LivePanel = memo(function LivePanel({ facet, at, raw, size }: PanelProps) {
  const { width, height } = size
  const strip = useMemo(() => stripPaths(raw, at, width), [raw, at, width])
  return (
    <figure className="live-panel" data-panel={at} tabIndex={0} aria-label={`${facet.label}, ${facet.metric}`}>
      <figcaption>
        <span className="task">
          <i className="swatch" style={{ background: `var(--${facet.ink})` }} />
          {facet.label}
        </span>
        <span className="quiet">
          <b data-part="share" />
          <span data-part="before" />
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${width} 32`} width={width} height={32} aria-hidden="true">
        <path className="raw" d={strip.bars} />
        <path className="gate" d={strip.gate} />
        <path className="ax" d={`M0 30.5H9M${GUTTER - 1} 30.5H${width}`} />
      </svg>
      <svg
        viewBox={`0 0 ${width} ${height + 16}`}
        width={width}
        height={height + 16}
        role="img"
        aria-label={facet.label}
        data-part="plot"
      >
        <path className="neg-bar" data-part="negative" />
        <path className="pos-bar" data-part="positive" />
        <path className="over-bar" data-part="beyond" />
        <path className="over-bar" data-part="none" />
        <path className="was" data-part="was" />
        <path className="ax" d={`M0 ${height + 0.5}H${width}`} />
        <path className="ax" data-part="zero" />
        <text className="lab" data-part="low" y={height + 14} />
        <text className="lab" data-part="middle" y={height + 14} textAnchor="middle" />
        <text className="lab" data-part="high" y={height + 14} textAnchor="end" />
      </svg>
    </figure>
  )
})

function stripPaths(raw: RawBins, at: number, width: number): { bars: string; gate: string } {
  const shares = raw.shares[at]
  const top = Math.max(raw.stopped[at], ...shares) || 1
  const frame = { gap: 0.6, floor: STRIP, height: STRIP - 2, top }
  const binWidth = (width - GUTTER) / shares.length
  return {
    bars: rootBars(shares, 0, shares.length, 0, { ...frame, left: GUTTER, binWidth }),
    gate: rootBars([raw.stopped[at]], 0, 1, 0, { ...frame, left: 0.5, binWidth: 8.6 }),
  }
}

export interface PanelFrame {
  readonly now: FacetBins
  readonly was: FacetBins | null
  readonly range: BinRange
  readonly share: number
  readonly shareBefore: number | null
  readonly sd: number
}

/** Sets the paths of one panel; nothing is measured and nothing is made. */
export function drawPanel(el: PanelElements, at: number, frame: PanelFrame, size: PanelSize): void {
  const { now, was, range } = frame
  const { width, height } = size
  const slots = range.bins + 2
  const from = at * now.stride
  const end = from + slots
  let top = 0
  // The last entry is exactly 0.
  for (let i = from; i <= end; i++) {
    if (now.counts[i] > top) top = now.counts[i]
    if (was && was.counts[i] > top) top = was.counts[i]
  }
  const binWidth = width / slots
  const bins = { left: 0, binWidth, gap: Math.min(0.6, binWidth / 4), floor: height, height: height - 4, top: top || 1 }
  const signed = range.low < 0
  const middle = signed ? from + slots / 2 : from + 1
  el.negative.setAttribute('d', signed ? rootBars(now.counts, from + 1, middle, from, bins) : '')
  el.positive.setAttribute('d', rootBars(now.counts, middle, end - 1, from, bins))
  el.positive.setAttribute('class', signed ? 'pos-bar' : 'raw')
  el.beyond.setAttribute(
    'd',
    rootBars(now.counts, from, from + 1, from, bins) + rootBars(now.counts, end - 1, end, from, bins),
  )
  // Exactly 0 stands on the axis itself: it is neither side's.
  const onZero = { ...bins, left: (width - binWidth) / 2 }
  el.none.setAttribute('d', signed ? rootBars(now.counts, end, end + 1, end, onZero) : '')
  const zeros = was && was.counts[end] > 0 ? rootOutline(was.counts, end, end + 1, end, onZero) : ''
  el.was.setAttribute('d', was ? rootOutline(was.counts, from, end, from, bins) + zeros : '')
  drawAxis(el, range, size, binWidth)
  el.share.textContent = share(frame.share)
  el.before.textContent = frame.shareBefore === null ? '' : `, was ${share(frame.shareBefore)}`
}

function drawAxis(el: PanelElements, range: BinRange, { width, height }: PanelSize, binWidth: number): void {
  const name = `${range.low} ${range.high} ${width} ${height}`
  if (el.plot.dataset.axis === name) return
  el.plot.dataset.axis = name
  const signed = range.low < 0
  el.low.setAttribute('x', String(signed ? 0 : binWidth))
  el.middle.setAttribute('x', String(width / 2))
  el.high.setAttribute('x', String(width))
  el.low.textContent = tick(range.low)
  el.middle.textContent = signed ? '0' : ''
  el.high.textContent = tick(range.high)
  const ticks = (signed ? [binWidth, width / 2, width - binWidth] : [binWidth, width - binWidth]).map(
    (x) => `M${x} ${height}v4`,
  )
  el.zero.setAttribute('d', ticks.join(''))
}

/** Which slot of a panel a pointer is over; where there are zeros, the middle of the axis is theirs. */
export function slotAt(plot: SVGSVGElement, clientX: number, range: BinRange, zeros: boolean): number {
  const box = plot.getBoundingClientRect()
  const slots = range.bins + 2
  const fromMiddle = ((clientX - box.left) / box.width - 0.5) * slots
  if (zeros && Math.abs(fromMiddle) < 0.5) return slots
  return Math.max(0, Math.min(slots - 1, Math.floor(((clientX - box.left) / box.width) * slots)))
}
