import { useEffect, useRef, useState } from 'react'
import type { Figure } from '../../../core/figures/figure.ts'
import { figureToPlotly } from '../../../core/figures/plotly.ts'
import { tokenHex, useThemeVersion } from '../probe.ts'
import { FigureSvg } from './figure-frame.tsx'
import { useSize } from './use-size.ts'

type Plotly = typeof import('./plotly-bundle.ts').default

/** What Plotly makes of the element that it draws in. */
interface PlotlyElement extends HTMLElement {
  on(event: string, listener: (event: unknown) => void): void
  removeAllListeners(event: string): void
}

/** Plotly's buttons are named one by one: left to itself it offers to send the data to its maker's cloud as well. */
const configOf = (brushed: boolean) => ({
  ...{ displaylogo: false, responsive: false, scrollZoom: false, displayModeBar: 'hover' },
  modeBarButtons: [[...(brushed ? ['select2d'] : []), 'zoom2d', 'pan2d', 'resetScale2d']],
})

/** Pixels of a panel that still hold its title and its number side by side. */
const NARROWEST = 232

/** Height that gives each row of small multiples, each lying bar or each line its room. */
function heightOf(figure: Figure): number {
  const [first] = figure.panels
  if (figure.panels.length > 1 || first.title) {
    const strip = figure.panels.some((panel) => panel.strip) ? 40 : 0
    return Math.ceil(figure.panels.length / figure.columns) * (170 + strip) + 40
  }
  const rows = first.y.scale === 'category' ? (first.y.categories?.length ?? 1) : 0
  return rows > 0 ? rows * 26 + 110 : 320
}

/** Dragging over a plot selects a part of it. */
export interface FigureBrush {
  /** Over both axes, else along x alone. */
  readonly both: boolean
  /** Nothing is selected: what was drawn for it goes. */
  readonly clear: boolean
  /** With Plotly's own event. */
  readonly onBrush: (event: unknown) => void
}

/** A settled figure by Plotly once it is on screen: until then, and where Plotly does not load, our own drawing. */
export function PlotlyFigure({ figure, brush }: { figure: Figure; brush?: FigureBrush }) {
  const box = useRef<HTMLDivElement>(null)
  const target = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  const theme = useThemeVersion()
  const seen = useOnScreen(box)
  const [plotly, setPlotly] = useState<Plotly | null>(null)
  const [failed, setFailed] = useState('')
  const [drawn, setDrawn] = useState(false)
  const width = size?.width ?? 0
  const onBrush = useRef(brush?.onBrush)
  onBrush.current = brush?.onBrush
  const brushed = brush && (brush.both ? 'both' : 'x')
  const clear = brush?.clear ?? true

  useEffect(() => {
    if (!seen) return
    let left = false
    import('./plotly-bundle.ts').then(
      (module) => !left && setPlotly(() => module.default),
      (error: unknown) => !left && setFailed(String(error)),
    )
    return () => {
      left = true
    }
  }, [seen])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const element = target.current
    if (!plotly || !element || width === 0) return
    const font = getComputedStyle(element).fontFamily
    // A panel's title and its number stand on one line: in a narrow column they would run into each other.
    const fitted = { ...figure, columns: Math.max(1, Math.min(figure.columns, Math.floor(width / NARROWEST))) }
    const { data, layout } = figureToPlotly(fitted, { colour: tokenHex, font, width })
    let left = false
    const select = brushed && {
      dragmode: 'select',
      selectdirection: brushed === 'x' ? 'h' : 'any',
      newselection: { mode: 'immediate', line: { color: tokenHex('accent'), width: 1, dash: 'solid' } },
      activeselection: { fillcolor: tokenHex('accent'), opacity: 0.12 },
      selectionrevision: 'kept',
    }
    plotly
      .react(element, data, { ...layout, ...select, width, height: heightOf(fitted) }, configOf(Boolean(brushed)))
      .then(
        () => {
          if (left) return
          setDrawn(true)
          const target = element as unknown as PlotlyElement
          target.removeAllListeners('plotly_selected')
          if (brushed) target.on('plotly_selected', (event) => event && onBrush.current?.(event))
        },
        (error: unknown) => !left && setFailed(String(error)),
      )
    return () => {
      left = true
    }
  }, [plotly, figure, width, theme, brushed])

  useEffect(() => {
    const element = target.current
    if (!plotly || !drawn || !clear || !element) return
    // What was selected by hand is drawn by Plotly itself: without a selection there is nothing to draw.
    void plotly.relayout(element, { selections: [] })
  }, [plotly, drawn, clear])

  useEffect(() => {
    const element = target.current
    return () => {
      if (plotly && element) plotly.purge(element)
    }
  }, [plotly])

  // Small multiples have their titles where Plotly puts its buttons.
  const titled = figure.panels.some((panel) => panel.title)
  return (
    // A group and no image: Plotly's drawing has buttons, and an image would hide them from who cannot see it.
    <div ref={box} className={titled ? 'plotly-box titled' : 'plotly-box'} role="group" aria-label={figure.alt}>
      {(!drawn || failed) && <FigureSvg figure={figure} width={width} />}
      <div ref={target} hidden={!drawn || failed !== ''} />
      {failed && <p className="note-line warn">Plotly did not load; this is the same figure as drawn for reports.</p>}
    </div>
  )
}

function useOnScreen(ref: React.RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element || seen) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref, seen])
  return seen
}
