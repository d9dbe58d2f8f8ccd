import { reward, share } from '../../../core/figures/format.ts'
import type { LabFrame, LabModel } from './lab-model.ts'

/** The plots as a table: deviation by stage and shares, one row a task. `T` leads here and back. */
export function LabTable({ model, frame }: { model: LabModel; frame: LabFrame }) {
  const { before, spreads, stages, shown } = frame
  return (
    <table className="table lab-table">
      <caption className="hidden">Standard deviation by stage, and share of all absolute advantage</caption>
      <thead>
        <tr>
          <th>Task</th>
          {stages.map((stage, k) => (
            <th key={stage.name} className="num">
              {k + 1} {stage.name}
            </th>
          ))}
          <th className="num">Share of |A|</th>
          {before && <th className="num">Before</th>}
        </tr>
      </thead>
      <tbody>
        {model.facets.list.map((facet, f) => (
          <tr key={facet.label}>
            <td>
              <span className="task">
                <i className="swatch" style={{ background: `var(--${facet.ink})` }} />
                {facet.label}
              </span>
            </td>
            {spreads.map((spread, k) => (
              <td key={stages[k].name} className="num">
                {reward(spread.sd[f])}
              </td>
            ))}
            <td className="num strong">{share(spreads[shown].share[f])}</td>
            {before && <td className="num">{share(before.share[f])}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
