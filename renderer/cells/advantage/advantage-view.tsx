import type { AdvantageParams } from '../../../core/notebook/cells.ts'
import type { AdvantageOutput } from '../../../core/notebook/outputs.ts'
import { FigureFrame } from '../../components/charts/figure-frame.tsx'
import { ErrorBlock } from '../../components/error-block.tsx'
import { Icon } from '../../components/icon.tsx'
import { Loading } from '../../components/loading.tsx'
import { useQuery } from '../../data/query.ts'
import { useSelection } from '../../stores/selection.ts'
import type { CellViewProps } from '../view.ts'
import { Lab } from './lab.tsx'

/** In the column the result as it was computed; in the whole window the lab. */
export function AdvantageView({ cell, output, size }: CellViewProps<AdvantageOutput>) {
  const columns = useQuery(output && size === 'full' ? ['columns', output.run, output.reward] : null, (engine) =>
    engine.columns({ run: output?.run ?? '', reward: output?.reward ?? '' }),
  )
  if (!output) return null
  if (size === 'inline') {
    return (
      <>
        <p className="lab-door">
          <button type="button" className="btn" onClick={() => useSelection.getState().set({ full: cell.id })}>
            <Icon name="full" />
            Open the lab <kbd className="wide">f</kbd>
          </button>
          <span className="quiet">α, γ, ε and the estimator as live knobs, with the signs that flip</span>
        </p>
        <FigureFrame figure={output.stages} />
        <FigureFrame figure={output.figure} />
      </>
    )
  }
  if (columns.error) return <ErrorBlock error={columns.error} remedies={[{ label: 'Try again', run: columns.again }]} />
  if (!columns.data) return <Loading what="Fetching the rewards" />
  return <Lab cell={cell.id} params={cell.params as AdvantageParams} columns={columns.data} />
}
