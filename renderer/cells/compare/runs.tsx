import { useState } from 'react'
import type { NotebookDocument } from '../../../core/contract.ts'
import { compareFigure, sampleTable } from '../../../core/notebook/compare-figure.ts'
import type { SampleChange } from '../../../core/notebook/compare-runs.ts'
import type { CompareOutput } from '../../../core/notebook/outputs.ts'
import { CopyTables } from '../../components/copy-table.tsx'
import type { Column, Sort } from '../../components/grid/columns.ts'
import { RewardNumber } from '../../components/number.tsx'
import { numberColumn, taskColumn } from '../../components/sample-columns.tsx'
import { count, counted, signed } from '../../format.ts'
import { ChosenSample } from './chosen-sample.tsx'
import { MovedTable } from './moved-table.tsx'
import { TaskChanges } from './task-changes.tsx'

type RunsOutput = Extract<CompareOutput, { what: 'runs' }>

interface RunsProps {
  readonly cell: string
  readonly output: RunsOutput
  readonly document: NotebookDocument
  readonly full: boolean
}

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
            <MovedTable
              cell={cell}
              label="Samples that changed"
              rows={output.samples}
              columns={SAMPLE_COLUMNS}
              ordered={ordered}
              chosen={chosen}
              onChoose={setChosen}
              onOpen={setChosen}
              full={full}
              more={{ beside: changed > output.samples.length ? `the biggest of ${count(changed)} changes` : null }}
            />
          )}
        </div>
      </div>
      <p className="note-line">
        {counted(changed, 'sample')} of {count(all.samples)} changed
        {left > 0 && `; ${count(onlyBefore)} only before and ${count(onlyAfter)} only after are left out`}
      </p>
      <CopyTables
        tables={[
          { name: 'means by task', table: () => compareFigure(output).table },
          { name: 'changed samples', table: () => sampleTable(output.samples) },
        ]}
      />
      {chosen && (
        <ChosenSample sample={chosen} before={output.before} after={output.after} document={document} full={full} />
      )}
    </>
  )
}

const SAMPLE_COLUMNS: readonly Column<SampleChange>[] = [
  numberColumn(),
  taskColumn({ from: 380 }),
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
