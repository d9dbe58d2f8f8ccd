import { useEffect, useRef, useState } from 'react'
import { type Brush, brushesBoth, brushNeedsAdvantages, canBrush } from '../../../core/figures/select.ts'
import type { FigureOutput } from '../../../core/notebook/outputs.ts'
import { cellNumbers } from '../../../core/notebook/words.ts'
import { FigureFrame } from '../../components/charts/figure-frame.tsx'
import { FigureTableView } from '../../components/charts/figure-table.tsx'
import { PlotlyFigure } from '../../components/charts/plotly-figure.tsx'
import { useSettings } from '../../stores/settings.ts'
import type { CellViewProps } from '../view.ts'
import { BrushPanel } from './brush-panel.tsx'
import { brushOf, wholePanel } from './brush-words.ts'

/** Brings what a brush took in into the window, the focus with it. */
function toBrush(box: HTMLElement | null): void {
  const panel = box?.querySelector<HTMLElement>('.brush')
  panel?.scrollIntoView({ block: 'nearest' })
  panel?.focus({ preventScroll: true })
}

/**
 * One settled figure; `T` turns it into its table, in the whole window both stand there. A part of it can be brushed and
 * leads to its rollouts. A figure that is a table is only that.
 */
export function FigureView({ cell, document, output, size }: CellViewProps<FigureOutput>) {
  const letters = useSettings((settings) => settings.letters)
  const [table, setTable] = useState(false)
  const [brush, setBrush] = useState<Brush | null>(null)
  const [took, setTook] = useState('')
  const figure = output?.figure
  // biome-ignore lint/correctness/useExhaustiveDependencies: another figure has other plots
  useEffect(() => setBrush(null), [figure])
  const box = useRef<HTMLDivElement>(null)
  const plotted = (figure?.panels.length ?? 0) > 0
  useEffect(() => {
    // The key is the cell's: heard wherever in it the focus is, on the cell itself as well.
    const place = box.current?.closest<HTMLElement>('.cell, .full-cell')
    if (!place || !plotted) return
    const onKeyDown = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
      if (!letters || typing || event.ctrlKey || event.metaKey || event.altKey || event.key !== 'T') return
      event.preventDefault()
      event.stopPropagation()
      setTable((on) => !on)
    }
    place.addEventListener('keydown', onKeyDown)
    return () => place.removeEventListener('keydown', onKeyDown)
  }, [letters, plotted])
  if (!output || !figure) return null
  const asTable = <FigureTableView table={figure.table} caption={figure.title} />
  if (figure.panels.length === 0) return <FigureFrame figure={figure}>{asTable}</FigureFrame>
  // A figure of before does not say by which estimator it was drawn.
  const told = output.of && (output.of.advantage || !brushNeedsAdvantages(figure.kind))
  const of = told && canBrush(figure.kind) ? output.of : undefined
  const brushes = of && !table
  return (
    <div ref={box}>
      <p className="figure-tools">
        <button type="button" className="btn bare" aria-pressed={table} onClick={() => setTable(!table)}>
          Table <kbd>T</kbd>
        </button>
        {brushes && brush && (
          <>
            {/* What is under the figure may be under the window as well. */}
            <span>{took && `${took} selected`}</span>
            <button type="button" className="btn bare" onClick={() => toBrush(box.current)}>
              Go to the selection
            </button>
            <button type="button" className="btn bare" onClick={() => setBrush(null)}>
              Clear
            </button>
          </>
        )}
        {brushes && !brush && (
          <>
            <button type="button" className="btn bare" onClick={() => setBrush(wholePanel(figure, 0))}>
              Select by numbers
            </button>
            <span className="quiet">Drag over a plot to select its rollouts</span>
          </>
        )}
      </p>
      <FigureFrame figure={figure}>
        {table ? (
          <div className="figure-data scroll">{asTable}</div>
        ) : (
          <PlotlyFigure
            figure={figure}
            brush={
              brushes
                ? {
                    both: brushesBoth(figure.kind),
                    clear: brush === null,
                    onBrush: (event) => setBrush(brushOf(figure, event)),
                  }
                : undefined
            }
          />
        )}
      </FigureFrame>
      {brushes && brush && (
        <BrushPanel
          figure={figure}
          of={of}
          brush={brush}
          document={document}
          number={cellNumbers(document).get(cell.id)}
          onChange={setBrush}
          onTook={setTook}
        />
      )}
      {size === 'full' && !table && <div className="figure-data scroll">{asTable}</div>}
    </div>
  )
}
