import { useEffect, useMemo, useState } from 'react'
import type { NotebookDocument } from '../../../core/contract.ts'
import type { Figure, Plot } from '../../../core/figures/figure.ts'
import { DEFAULT_FIGURE_PARAMS, figureNamed } from '../../../core/figures/index.ts'
import { type Brush, brushed, brushNeedsAdvantages } from '../../../core/figures/select.ts'
import { errorParts } from '../../../core/model/errors.ts'
import { estimateColumns } from '../../../core/notebook/estimate.ts'
import type { FigureOrigin } from '../../../core/notebook/outputs.ts'
import { cellNumbers } from '../../../core/notebook/words.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import { useEngine } from '../../data/link.tsx'
import { useQuery } from '../../data/query.ts'
import { count, counted } from '../../format.ts'
import { say } from '../../notebook/say.ts'
import { useNotebook } from '../../stores/notebook.ts'
import { followList, useSelection } from '../../stores/selection.ts'
import { brushWords, namesIn, plotOf } from './brush-words.ts'

interface BrushPanelProps {
  readonly figure: Figure
  readonly of: FigureOrigin
  readonly brush: Brush
  readonly document: NotebookDocument
  readonly number: number | undefined
  readonly onChange: (brush: Brush | null) => void
  /** Told what the brush took in, in words; empty until it is known. */
  readonly onTook: (words: string) => void
}

/** What a brush took in: how many, the same by numbers, and what other cells can do with it. */
export function BrushPanel({ figure, of, brush, document, number, onChange, onTook }: BrushPanelProps) {
  const engine = useEngine()
  const { set } = useSelection()
  const needsEvidence = figureNamed(figure.kind).needs === 'evidence'
  const columns = useQuery(['columns', of.run, of.reward], (asked) => asked.columns(of))
  const ids = columns.data?.sampleIds
  const evidence = useQuery(needsEvidence && ids ? ['evidence', of.run, ids.length] : null, (asked) =>
    asked.evidence({ ids: ids ?? [], wait: true }),
  )
  const estimated = useMemo(() => {
    if (!columns.data || !of.advantage || !brushNeedsAdvantages(figure.kind)) return null
    return estimateColumns(columns.data, of.advantage).figures
  }, [columns.data, of.advantage, figure.kind])
  const found = useMemo(() => {
    if (!columns.data || (needsEvidence && !evidence.data)) return null
    const input = estimated ?? { columns: columns.data, ...(evidence.data && { evidence: evidence.data }) }
    return brushed(figure.kind, input, { ...DEFAULT_FIGURE_PARAMS, ...of.params }, brush)
  }, [columns.data, evidence.data, estimated, needsEvidence, figure.kind, of.params, brush])
  const samples = useMemo(() => (found && ids ? Array.from(found.groups, (g) => ids[g]) : []), [found, ids])
  const words = brushWords(figure, brush)
  const took = found ? `${counted(found.rollouts, 'rollout')} of ${counted(samples.length, 'prompt')}` : ''
  useEffect(() => onTook(took), [took, onTook])
  const [name, setName] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another brush has another name
  useEffect(() => setName(`${number === undefined ? '' : `figure ${number}: `}${words}`.slice(0, 120)), [words])

  const error = columns.error ?? evidence.error
  if (error) return <ErrorBlock error={error} remedies={[{ label: 'Try again', run: columns.again }]} />
  if (!found) return null
  const targets = document.cells.filter((cell) => cell.kind === 'samples')
  const numbers = cellNumbers(document)
  const keep = async (cell: string | null) => {
    try {
      await engine.saveSet({ name, ids: samples })
      if (cell === null) return say(`${counted(samples.length, 'sample')} kept as the set “${name}”.`)
      const had = (document.cells.find((each) => each.id === cell)?.params.sets ?? null) as readonly string[] | null
      useNotebook.getState().setParams(cell, { sets: [...new Set([...(had ?? []), name])] })
      say(`Samples ${numbers.get(cell)} narrowed to the set “${name}”, ${counted(samples.length, 'sample')}.`, true)
    } catch (thrown) {
      set({ notice: errorParts(thrown) })
    }
  }
  const open = (at: number) => {
    const id = samples[at]
    if (id === undefined) return
    set({ subject: { kind: 'sample', id, run: { run: of.run, reward: of.reward } }, tab: 'responses', sheet: true })
    let place = at
    followList((delta) => {
      place = Math.max(0, Math.min(samples.length - 1, place + delta))
      set({ subject: { kind: 'sample', id: samples[place], run: { run: of.run, reward: of.reward } } })
    })
  }
  return (
    <section className="brush" aria-label="What is selected" tabIndex={-1}>
      <p className="line">
        <span role="status">
          <b>{counted(found.rollouts, 'rollout')}</b> of {counted(samples.length, 'prompt')}: {words}
        </span>
        <button type="button" className="btn bare push" onClick={() => onChange(null)}>
          Clear
        </button>
      </p>
      <BrushNumbers figure={figure} brush={brush} onChange={onChange} />
      {samples.length > 0 && (
        <p className="line">
          <button type="button" className="btn" onClick={() => open(0)}>
            Read the {counted(samples.length, 'prompt')}
          </button>
          <label className="field">
            <span className="hidden">Name of the set</span>
            <input value={name} onChange={(event) => setName(event.target.value)} />
          </label>
          <button type="button" className="btn" disabled={name.trim() === ''} onClick={() => void keep(null)}>
            Keep as a set
          </button>
          {targets.map((cell) => (
            <button
              type="button"
              className="btn"
              key={cell.id}
              disabled={name.trim() === ''}
              onClick={() => void keep(cell.id)}
            >
              Narrow samples {numbers.get(cell.id)} to it
            </button>
          ))}
        </p>
      )}
    </section>
  )
}

/** The brush by numbers: for the keyboard, and for ends that a hand does not hit. */
function BrushNumbers({ figure, brush, onChange }: { figure: Figure; brush: Brush; onChange: (brush: Brush) => void }) {
  const plot = plotOf(figure, brush)
  const field = (axis: 'x' | 'y', end: 0 | 1, label: string) => {
    const range = brush[axis] ?? plot[axis].range
    const set = (value: number) => {
      if (!Number.isFinite(value)) return
      const next: [number, number] = end === 0 ? [value, range[1]] : [range[0], value]
      onChange({ ...brush, [axis]: next })
    }
    if (plot[axis].scale === 'category') return <EndByName {...{ label, range, end, set, plot, axis }} />
    return (
      <label className="field brush-end">
        <span>{label}</span>
        <input
          key={range[end]}
          type="number"
          step="any"
          defaultValue={Number(range[end].toPrecision(6))}
          onBlur={(event) => set(event.target.valueAsNumber)}
          onKeyDown={(event) => event.key === 'Enter' && set(event.currentTarget.valueAsNumber)}
        />
      </label>
    )
  }
  return (
    <p className="line brush-numbers">
      {figure.panels.length > 1 && (
        <label className="field">
          <span className="hidden">Plot</span>
          <select value={brush.panel} onChange={(event) => onChange({ ...brush, panel: Number(event.target.value) })}>
            {figure.panels.map((each, at) => (
              <option key={each.title} value={at}>
                {each.title || count(at + 1)}
              </option>
            ))}
          </select>
        </label>
      )}
      {field('x', 0, `${plot.x.label} from`)}
      {field('x', 1, 'to')}
      {brush.y && field('y', 0, `${plot.y.label} from`)}
      {brush.y && field('y', 1, 'to')}
    </p>
  )
}

interface EndByNameProps {
  readonly plot: Plot
  readonly axis: 'x' | 'y'
  readonly range: readonly [number, number]
  readonly end: 0 | 1
  readonly label: string
  readonly set: (value: number) => void
}

/** One end of a brush over an axis of names: the first or the last of those it takes in. */
function EndByName({ plot, axis, range, end, label, set }: EndByNameProps) {
  const names = plot[axis].categories ?? []
  const within = namesIn(plot, axis, range)
  return (
    <label className="field brush-end">
      <span>{label}</span>
      <select
        value={within.length === 0 ? '' : names.indexOf(within[end === 0 ? 0 : within.length - 1])}
        onChange={(event) => set(Number(event.target.value))}
      >
        {within.length === 0 && <option value="">none</option>}
        {names.map((name, at) => (
          <option key={name} value={at}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
