import { facetsOf } from '../../../core/figures/facets.ts'
import { reward } from '../../../core/figures/format.ts'
import type { LabFrame, LabModel } from './lab-model.ts'

const NAMES = ['mean_reward', 'std_reward', 'mean_std_reward', 'sqrt_mean_var', 'rate_adv', 'rate_num'] as const

interface StatisticsProps {
  readonly model: LabModel
  readonly frame: LabFrame
}

/** Mean of p_g over the groups of each reward type: our own figure, the trainer logs only the one over all groups. */
function passRates(frame: LabFrame): readonly (number | null)[] | null {
  const { passRates: rates } = frame.after
  if (!rates) return null
  const { types, typeCount, groups } = frame.ground.batch
  const sums = new Float64Array(typeCount)
  const counts = new Float64Array(typeCount)
  for (let g = 0; g < groups; g++) {
    sums[types[g]] += rates[g]
    counts[types[g]]++
  }
  return Array.from(sums, (sum, t) => (counts[t] > 0 ? sum / counts[t] : null))
}

/** One row a reward type, named as the trainer logs them. */
export function StatisticsTable({ model, frame }: StatisticsProps) {
  const { rewardTypes } = model.columns
  const { statistics } = frame.ground
  const rates = passRates(frame)
  const order = facetsOf(model.columns, 'reward-type').list
  return (
    <>
      <h2>By reward type, names as the trainer logs them</h2>
      <table className="table stats">
        <colgroup>
          <col className="first" />
        </colgroup>
        <thead>
          <tr>
            <th>Reward type</th>
            {NAMES.map((name) => (
              <th key={name} className="num mono">
                <Broken name={name} />
              </th>
            ))}
            {rates && (
              <th
                className="num"
                title="Mean of p over the groups of the type; the trainer logs it over all groups only"
              >
                <Broken name="mean p" />
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {order.map(({ label, ink }) => {
            const type = rewardTypes.findIndex((name) => (name || 'no reward type') === label)
            const row = statistics[type]
            if (!row) return null
            const rate = rates?.[type]
            return (
              <tr key={label}>
                <td title={label}>
                  <span className="task">
                    <i className="swatch" style={{ background: `var(--${ink})` }} />
                    <span className="mono cut">{label}</span>
                  </span>
                </td>
                {NAMES.map((name) => (
                  <td key={name} className="num">
                    {reward(row[name])}
                  </td>
                ))}
                {rates && (
                  <td className="num">
                    {rate === null || rate === undefined ? <i className="quiet">null</i> : reward(rate)}
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
      {frame.after.meanPassRate !== null && (
        <p className="caption">
          <span className="mono">difficulty/mean_pass_rate</span> {reward(frame.after.meanPassRate)}
        </p>
      )}
    </>
  )
}

function Broken({ name }: { name: string }) {
  return name.split(/(?<=[_ ])/).map((part) => <span key={part}>{part}</span>)
}
