import type { Stage, Trace } from '../../core/model/reward.ts'
import { Icon } from '../components/icon.tsx'
import { reward } from '../format.ts'

const KIND_WORDS: Readonly<Record<Stage['kind'], string>> = {
  gate: 'Gate',
  extract: 'Answer',
  normalise: 'Normalise',
  compare: 'Compare',
  combine: 'Reward',
}

const VERDICT_WORDS: Readonly<Record<Stage['verdict'], string>> = { pass: 'passed', fail: 'failed', note: 'noted' }

/** The way to the value, as an ordered list; choosing a stage shows its spans in the text. */
export function TraceStrip(props: { stages: readonly Stage[]; chosen: number; onChoose: (stage: number) => void }) {
  return (
    <ol
      className="trace"
      style={{ gridTemplateColumns: `repeat(${Math.max(1, props.stages.length)}, minmax(0, 1fr))` }}
    >
      {props.stages.map((stage, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stage's place is its name
        <li key={i} aria-current={i === props.chosen ? 'step' : undefined}>
          <button type="button" onClick={() => props.onChoose(i)}>
            <span className={`sh ${stage.verdict}`}>
              <Icon name={stage.verdict === 'pass' ? 'check' : stage.verdict === 'fail' ? 'close' : 'warn'} />
              <span className="cut">{KIND_WORDS[stage.kind]}</span>
              <span className="hidden">{VERDICT_WORDS[stage.verdict]}</span>
            </span>
            <span className="quiet cut data">{headline(stage)}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}

/** The one value that says most. */
function headline(stage: Stage): string {
  const value = stage.values[0]
  return value ? `${shown(value.value)} ${value.name}` : stage.label
}

function shown(value: string | number | boolean | null): string {
  if (value === null) return 'null'
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : reward(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value
}

/** What the chosen stage did: a sentence, its values, its formula with the numbers in it, its table. */
export function StageDetail({ trace, stage }: { trace: Trace; stage: number }) {
  const at = trace.stages[stage]
  if (!at) return null
  const goldSpans = at.spans.filter((span) => span.side === 'gold')
  return (
    <div
      className="stage-detail scroll"
      tabIndex={0}
      role="region"
      aria-label={`Stage ${stage + 1}, ${KIND_WORDS[at.kind]}`}
    >
      <p className="data">{at.label}</p>
      {at.values.length > 0 && (
        <dl className="values">
          {at.values.map((value) => (
            <div key={value.name}>
              <dt>{value.name}</dt>
              <dd className={typeof value.value === 'string' ? 'mono data' : 'data'}>{shown(value.value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {at.formula && <p className="mono formula data">{at.formula}</p>}
      {at.table && (
        <table className="table">
          <thead>
            <tr>
              {at.table.columns.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {at.table.rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows may be equal; their place is their name
              <tr key={i}>
                {row.map((cell, j) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={j} className={typeof cell === 'number' ? '' : 'data'}>
                    {cell === null ? <span className="quiet">none</span> : shown(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {goldSpans.length > 0 && !at.table && (
        <ul className="gold-verdicts">
          {goldSpans.map((span, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <li key={i}>
              <span className={`r-word ${span.verdict}`}>{span.verdict}</span>
              <span className="mono data cut">{(trace.gold[span.item ?? 0] ?? '').slice(span.start, span.end)}</span>
              {span.note && <span className="quiet data">{span.note}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
