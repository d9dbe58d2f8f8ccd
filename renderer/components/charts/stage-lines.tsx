import { useMemo } from 'react'
import type { Facet } from '../../../core/figures/facets.ts'
import { dotsPath, linePath } from '../../../core/figures/svg/paths.ts'
import { spreadApart } from '../../../core/figures/svg/series.ts'

const LEFT = 100
const RIGHT = 90
const TICKS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]

export interface StageLinesSize {
  readonly width: number
  readonly height: number
}

/** Pixel of a stage. */
export function stageX(k: number, stages: number, width: number): number {
  return stages > 1 ? LEFT + ((width - LEFT - RIGHT) * k) / (stages - 1) : LEFT
}

function scale(range: readonly [number, number], height: number): (sd: number) => number {
  const [low, high] = range
  const span = Math.log(high / low)
  return (sd) => height - 6 - (Math.log(Math.min(high, Math.max(low, sd)) / low) / span) * (height - 12)
}

interface StageLinesProps {
  readonly facets: readonly Facet[]
  /** Deviations of the raw reward, where the labels start. */
  readonly first: ArrayLike<number>
  readonly stages: number
  readonly shown: number
  readonly range: readonly [number, number]
  readonly size: StageLinesSize
  readonly words: string
}

/** The still parts of the lines: scale, labels with leaders, the stage that is shown. Lines: `drawStageLines`. */
export function StageLines({ facets, first, stages, shown, range, size, words }: StageLinesProps) {
  const { width, height } = size
  const y = useMemo(() => scale(range, height), [range, height])
  const ticks = TICKS.filter((v) => v >= range[0] && v <= range[1]).filter((_, i, all) => all.length < 8 || i % 2 === 0)
  const labels = useMemo(() => {
    const at = facets.map((facet, f) => ({ facet, from: y(first[f]) })).sort((a, b) => a.from - b.from)
    const gap = Math.min(11.5, (height - 9) / Math.max(1, at.length - 1))
    const places = spreadApart(
      at.map((label) => label.from),
      gap,
      3,
      height - 5,
    )
    return at.map((label, k) => ({ ...label, at: places[k] }))
  }, [facets, first, y, height])
  const x = stageX(shown, stages, width)
  return (
    <svg
      className="stage-lines"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={words}
    >
      {ticks.map((v) => (
        <g key={v}>
          <path className="rule" d={`M${LEFT} ${y(v)}H${width - 40}`} />
          <text className="lab" x={width - 34} y={y(v) + 4}>
            {v}
          </text>
        </g>
      ))}
      <path className="at" d={`M${x} 0V${height - 4}`} />
      {facets.map((facet, f) => (
        <g key={facet.label} data-line={f} style={{ color: `var(--${facet.ink})` }}>
          <path className="stage-line" />
          <path className="stage-dots" />
        </g>
      ))}
      {height >= 100 &&
        labels.map(({ facet, from, at }) => (
          <g key={facet.label} style={{ color: `var(--${facet.ink})` }}>
            <path className="stage-line thin" d={`M${LEFT - 24} ${at}L${LEFT - 4} ${from}`} />
            <text className="lab" x={LEFT - 28} y={at + 4} textAnchor="end">
              {facet.metric}
            </text>
          </g>
        ))}
    </svg>
  )
}

export interface LineElements {
  readonly line: SVGPathElement
  readonly dots: SVGPathElement
}

export function lineElements(root: Element): LineElements[] {
  return [...root.querySelectorAll('[data-line]')].map((group) => ({
    line: group.querySelector('.stage-line') as SVGPathElement,
    dots: group.querySelector('.stage-dots') as SVGPathElement,
  }))
}

/** Sets the nine lines: deviations[stage][facet]. */
export function drawStageLines(
  lines: readonly LineElements[],
  deviations: readonly ArrayLike<number>[],
  range: readonly [number, number],
  { width, height }: StageLinesSize,
): void {
  const y = scale(range, height)
  const xs = deviations.map((_, k) => stageX(k, deviations.length, width))
  lines.forEach(({ line, dots }, f) => {
    const ys = deviations.map((stage) => y(stage[f]))
    line.setAttribute('d', linePath(xs, ys))
    dots.setAttribute('d', dotsPath(xs, ys, 5))
  })
}
