import { shownValue } from '../../core/model/errors.ts'
import type { SampleDetail } from '../../core/model/sample.ts'
import { currentTruth, goldItems } from './gold.ts'

/** What a scorer compares with: the gold answers one by one, then how the row is scored. */
export function TruthView({ sample }: { sample: SampleDetail }) {
  const items = goldItems(sample.truth)
  const { groundTruth } = sample.truth
  const former = Array.isArray(groundTruth) && currentTruth(groundTruth) !== groundTruth ? groundTruth.length - 1 : 0
  return (
    <div className="panel-body scroll" tabIndex={0} role="region" aria-label="Truth">
      {sample.question ? (
        <p className="question data">{sample.question}</p>
      ) : (
        <p className="question quiet">The row has no question: it stands in the prompt.</p>
      )}
      <ol className="golds">
        {items.map((item, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: gold answers may be equal; their place is their name
          <li key={i}>
            <span className="quiet">{item.name}</span>
            <pre className="mono data">{item.text}</pre>
          </li>
        ))}
      </ol>
      {items.length === 0 && <p className="line">This row has no gold answer: its reward is null.</p>}
      <dl className="facts-list">
        <div>
          <dt>Data source</dt>
          <dd className="mono data">{shownValue(sample.truth.dataSource)}</dd>
        </div>
        <div>
          <dt>Reward type</dt>
          <dd className="mono data">{shownValue(sample.rewardType)}</dd>
        </div>
        {sample.ability && (
          <div>
            <dt>Ability</dt>
            <dd className="data">{sample.ability}</dd>
          </div>
        )}
      </dl>
      {former > 0 && (
        <p className="note-line">
          The truth is a list: its last member counts, {former} before it {former === 1 ? 'is' : 'are'} not read.
        </p>
      )}
    </div>
  )
}
