import { useMemo, useState } from 'react'
import type { NotebookDocument, ResponseRow } from '../../../core/contract.ts'
import type { ComparedResponse } from '../../../core/notebook/compare-group.ts'
import type { SampleChange } from '../../../core/notebook/compare-runs.ts'
import type { ComparedSide, CompareOutput } from '../../../core/notebook/outputs.ts'
import { inputWords } from '../../../core/notebook/words.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import type { Column, Sort } from '../../components/grid/columns.ts'
import { Grid } from '../../components/grid/grid.tsx'
import { RowResize } from '../../components/grid/row-resize.tsx'
import { Loading } from '../../components/loading.tsx'
import { RewardNumber } from '../../components/number.tsx'
import { TaskName } from '../../components/task.tsx'
import { useQuery } from '../../data/query.ts'
import type { RowQuery } from '../../data/use-rows.ts'
import { count, counted, signed } from '../../format.ts'
import { useSettings } from '../../stores/settings.ts'
import { Pair, type PairSide } from './pair.tsx'
import { TaskChanges } from './task-changes.tsx'

type RunsOutput = Extract<CompareOutput, { what: 'runs' }>

interface RunsProps {
  readonly cell: string
  readonly output: RunsOutput
  readonly document: NotebookDocument
  readonly full: boolean
}

const ROWS = 8

/** Two runs: means by task, the samples that changed most, and two responses of the chosen one. */
export function RunsCompare({ cell, output, document, full }: RunsProps) {
  const [chosen, setChosen] = useState<SampleChange | null>(output.samples[0] ?? null)
  const { onlyBefore, onlyAfter, all, changed } = output
  const left = onlyBefore + onlyAfter
  return (
    <>
      <div className="runs-compare">
        <TaskChanges output={output} />
        <div className="runs-samples">
          {output.samples.length === 0 ? (
            <p className="line">
              No mean changed: each of the {counted(all.samples, 'sample')} has the same mean reward in both runs.
            </p>
          ) : (
            <ChangedSamples cell={cell} output={output} chosen={chosen} onChoose={setChosen} full={full} />
          )}
        </div>
      </div>
      <p className="note-line">
        {counted(changed, 'sample')} of {count(all.samples)} changed
        {left > 0 && `; ${count(onlyBefore)} only before and ${count(onlyAfter)} only after are left out`}
      </p>
      {chosen && <ChosenSample sample={chosen} output={output} document={document} full={full} />}
    </>
  )
}

interface ChangedProps {
  readonly cell: string
  readonly output: RunsOutput
  readonly chosen: SampleChange | null
  readonly onChoose: (sample: SampleChange) => void
  readonly full: boolean
}

function ChangedSamples({ cell, output, chosen, onChoose, full }: ChangedProps) {
  const [sort, setSort] = useState<Sort | null>(null)
  const height = useSettings((settings) => settings.tableRows[cell] ?? ROWS)
  const { samples, changed } = output
  const query = useMemo((): RowQuery<SampleChange> => {
    const sorted = sort ? [...samples].sort((a, b) => ordered(a, b, sort)) : samples
    return {
      rows: { total: sorted.length, at: (i) => sorted[i] },
      version: 0,
      loading: false,
      error: null,
      need: () => {},
    }
  }, [samples, sort])
  return (
    <>
      <Grid
        label="Samples that changed"
        query={query}
        columns={SAMPLE_COLUMNS}
        sort={sort}
        onSort={setSort}
        isSelected={(row) => row === chosen}
        onSelect={onChoose}
        onOpen={onChoose}
        height={full ? 14 : height}
        question={JSON.stringify(sort)}
        foot={({ first, last, total }) => (
          <span>
            {count(first + 1)} to {count(last + 1)} of {count(total)}
            {changed > total && `, the biggest of ${count(changed)} changes`}
          </span>
        )}
      />
      {!full && samples.length > ROWS && <RowResize cell={cell} rows={height} most={samples.length} />}
    </>
  )
}

const SAMPLE_COLUMNS: readonly Column<SampleChange>[] = [
  {
    id: 'number',
    label: 'Sample',
    width: 58,
    numeric: true,
    quiet: true,
    sort: 'number',
    cell: (row) => count(row.number),
  },
  { id: 'task', label: 'Task', sort: 'task', from: 380, cell: (row) => <TaskName task={row.task} /> },
  {
    id: 'before',
    label: 'Before',
    width: 64,
    numeric: true,
    sort: 'before',
    cell: (row) => <RewardNumber value={row.before} />,
  },
  {
    id: 'after',
    label: 'After',
    width: 64,
    numeric: true,
    sort: 'after',
    cell: (row) => <RewardNumber value={row.after} />,
  },
  {
    id: 'difference',
    label: 'Difference',
    width: 84,
    numeric: true,
    sort: 'difference',
    cell: (row) =>
      row.difference === null ? (
        <i className="null">null</i>
      ) : (
        <span className={row.difference < 0 ? 'neg' : 'pos'}>{signed(row.difference, 4)}</span>
      ),
  },
]

/** Null sorts last, whichever way. */
function ordered(a: SampleChange, b: SampleChange, { order, descending }: Sort): number {
  const turn = descending ? -1 : 1
  if (order === 'task') return turn * (a.task ?? '').localeCompare(b.task ?? '') || a.number - b.number
  const key = order as 'number' | 'before' | 'after' | 'difference'
  const [x, y] = [a[key], b[key]]
  if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0) || a.number - b.number
  return turn * (x - y) || a.number - b.number
}

interface ChosenProps {
  readonly sample: SampleChange
  readonly output: RunsOutput
  readonly document: NotebookDocument
  readonly full: boolean
}

function ChosenSample({ sample, output, document, full }: ChosenProps) {
  const { before, after } = output
  const ask = (side: ComparedSide) => ['compared', side.run, side.reward, sample.sampleId] as const
  const a = useQuery(ask(before), (engine) =>
    engine.responses({ run: before.run, reward: before.reward, sampleId: sample.sampleId }),
  )
  const b = useQuery(ask(after), (engine) =>
    engine.responses({ run: after.run, reward: after.reward, sampleId: sample.sampleId }),
  )
  // By name, so that an edit elsewhere in the notebook leaves what was chosen.
  const beforeName = inputWords(document, before.cell)
  const afterName = inputWords(document, after.cell)
  const sides = useMemo((): readonly PairSide[] | null => {
    if (!a.data || !b.data || a.stale || b.stale) return null
    return [
      { ...before, name: beforeName, responses: a.data.map(responseOf) },
      { ...after, name: afterName, responses: b.data.map(responseOf) },
    ]
  }, [a.data, b.data, a.stale, b.stale, before, after, beforeName, afterName])
  const error = a.error ?? b.error
  if (error) return <ErrorBlock error={error} />
  if (!sides) return <Loading what="Fetching the responses" />
  return (
    <>
      <h3 className="pair-title">
        <TaskName task={sample.task}>{`Sample ${count(sample.number)}`}</TaskName>
      </h3>
      <Pair sampleId={sample.sampleId} sides={sides} fill={full} start="Best of both" />
    </>
  )
}

function responseOf(row: ResponseRow): ComparedResponse {
  return {
    index: row.index,
    reward: row.reward?.value ?? null,
    reason: row.reward?.reason ?? 'error:not-scored',
    tokens: row.usage?.completionTokens ?? null,
    chars: row.chars,
    finishReason: row.finishReason,
  }
}
