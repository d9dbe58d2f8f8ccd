import type { FigureOutput } from '../../../core/notebook/outputs.ts'
import { FigureFrame } from '../../components/charts/figure-frame.tsx'
import { FigureTableView } from '../../components/charts/figure-table.tsx'
import { PlotlyFigure } from '../../components/charts/plotly-figure.tsx'
import type { CellViewProps } from '../view.ts'

/** One settled figure; in the whole window its table stands beside it. A figure that is a table is only that. */
export function FigureView({ output, size }: CellViewProps<FigureOutput>) {
  if (!output) return null
  const { figure } = output
  if (figure.panels.length === 0) {
    return (
      <FigureFrame figure={figure}>
        <FigureTableView table={figure.table} caption={figure.title} />
      </FigureFrame>
    )
  }
  return (
    <>
      <FigureFrame figure={figure}>
        <PlotlyFigure figure={figure} />
      </FigureFrame>
      {size === 'full' && (
        <div className="figure-data scroll">
          <FigureTableView table={figure.table} caption={figure.title} />
        </div>
      )}
    </>
  )
}
