import { useMemo, useRef, useState } from 'react'
import type { ResponseRow } from '../../core/contract.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import type { Column, Sort } from '../components/grid/columns.ts'
import { Grid } from '../components/grid/grid.tsx'
import { RewardNumber } from '../components/number.tsx'
import { ReasonWord } from '../components/reason.tsx'
import { useRows } from '../data/use-rows.ts'
import { count } from '../format.ts'
import { enterInspector } from '../palette/focus.ts'
import { type RunView, type Subject, useSelection } from '../stores/selection.ts'

const COLUMNS: readonly Column<ResponseRow>[] = [
  { id: 'index', label: 'No.', width: 36, numeric: true, quiet: true, sort: 'index', cell: (row) => row.index },
  {
    id: 'reward',
    label: 'Reward',
    width: 118,
    sort: 'reward',
    cell: (row) => row.reward && <RewardCell value={row.reward.value} />,
  },
  {
    id: 'reason',
    label: 'Reason',
    sort: 'reason',
    cell: (row) => row.reward && <ReasonWord reason={row.reward.reason} />,
  },
  {
    id: 'tokens',
    label: 'Tokens',
    width: 62,
    numeric: true,
    sort: 'tokens',
    cell: (row) =>
      row.usage ? count(row.usage.completionTokens) : <span className="quiet">{count(row.chars)} ch.</span>,
  },
  {
    id: 'finish',
    label: 'Finish',
    width: 52,
    from: 330,
    cell: (row) => <span className="soft">{row.finishReason}</span>,
  },
]

/** A bar and the number behind it; a null has no bar. */
function RewardCell({ value }: { value: number | null }) {
  return (
    <span className="reward-cell">
      <span className="track" aria-hidden="true">
        {value !== null && <i style={{ width: `${Math.max(0, Math.min(1, value)) * 100}%` }} />}
      </span>
      <span className="num">
        <RewardNumber value={value} />
      </span>
    </span>
  )
}

/** Null sorts last, whichever way. */
function compare(a: ResponseRow, b: ResponseRow, { order, descending }: Sort): number {
  const turn = descending ? -1 : 1
  if (order === 'reason') return turn * (a.reward?.reason ?? '').localeCompare(b.reward?.reason ?? '')
  const number = (row: ResponseRow) => {
    if (order === 'reward') return row.reward?.value ?? null
    if (order === 'tokens') return row.usage?.completionTokens ?? row.chars
    return row.index
  }
  const [x, y] = [number(a), number(b)]
  if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0)
  return turn * (x - y) || a.index - b.index
}

interface ListProps {
  readonly sampleId: string
  readonly view: RunView
  readonly go: (subject: Subject) => void
}

/** The responses to one sample: reward, reason, length; Enter opens one with its trace. */
export function ResponseList({ sampleId, view, go }: ListProps) {
  const [sort, setSort] = useState<Sort>({ order: view.reward ? 'reward' : 'index', descending: view.reward !== null })
  const subject = useSelection((selection) => selection.subject)
  const all = useRef<readonly ResponseRow[]>([])
  const query = useRows<ResponseRow>(['responses', view, sampleId, sort], async (engine) => {
    const rows = await engine.responses({ run: view.run, sampleId, ...(view.reward && { reward: view.reward }) })
    all.current = [...rows].sort((a, b) => compare(a, b, sort))
    return { total: rows.length, offset: 0, rows: all.current }
  })
  const columns = useMemo(
    () => COLUMNS.filter((column) => view.reward || !['reward', 'reason'].includes(column.id)),
    [view.reward],
  )
  if (query.error) return <ErrorBlock error={query.error} />
  return (
    <div className="panel-grid">
      <Grid
        label="Responses"
        query={query}
        columns={columns}
        sort={sort}
        onSort={setSort}
        isSelected={(row) => subject?.kind === 'response' && subject.index === row.index}
        onSelect={() => {}}
        onOpen={(row) => {
          go({ kind: 'response', id: sampleId, index: row.index, run: view })
          enterInspector()
        }}
        height={1000}
        fill
        question={JSON.stringify([sampleId, view, sort])}
        foot={({ total }) => (
          <>
            <span>{count(total)} responses</span>
            <span className="push">
              <kbd>Enter</kbd> opens one with its trace
            </span>
          </>
        )}
      />
      {query.rows.total === 0 && <p className="line">This run has no response to this sample yet.</p>}
    </div>
  )
}
