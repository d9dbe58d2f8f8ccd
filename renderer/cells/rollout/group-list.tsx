import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { GroupOrder, GroupRow } from '../../../core/contract.ts'
import { EQUAL, equalRewards } from '../../../core/model/squares.ts'
import type { TaskId } from '../../../core/model/tasks.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import type { Column, Sort } from '../../components/grid/columns.ts'
import { Grid, type GridHandle } from '../../components/grid/grid.tsx'
import { GroupGlyph } from '../../components/group-glyph.tsx'
import { RewardNumber } from '../../components/number.tsx'
import { PromptEnd } from '../../components/prompt-end.tsx'
import { numberColumn, taskColumn } from '../../components/sample-columns.tsx'
import { useRows } from '../../data/use-rows.ts'
import { count } from '../../format.ts'
import { enterInspector } from '../../palette/focus.ts'
import { followList, type RunView, useSelection } from '../../stores/selection.ts'
import { useSettings } from '../../stores/settings.ts'

interface GroupListProps {
  readonly view: RunView
  /** Responses that a group shall have: with all of them there and equal, it is marked. */
  readonly wanted?: number
  readonly tasks?: readonly TaskId[]
  readonly height: number
  readonly fill?: boolean
  /** Changes when the run has more responses. */
  readonly stamp?: unknown
}

/** "all equal": a group that has no advantage in it; "equal so far" while some of it is missing. */
function EqualWords({ row, wanted }: { row: GroupRow; wanted: number }) {
  const state = equalRewards(row.rewards, wanted, row.rewards.length)
  if (state === EQUAL.no) return null
  return (
    <span className="equal">
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        <path d={state === EQUAL.whole ? 'M1 3.5h8M1 6.5h8' : 'M1 5h8'} />
      </svg>
      <span className="cut">{state === EQUAL.whole ? 'all equal' : 'equal so far'}</span>
    </span>
  )
}

function groupColumns(responses: number, wanted: number): readonly Column<GroupRow>[] {
  return [
    numberColumn(),
    taskColumn({ width: 148, fits: true }),
    {
      id: 'rewards',
      label: `${responses} rewards`,
      width: Math.min(24, Math.max(responses, 15)) * 4 + 16,
      cell: (row) =>
        row.rewards.length > 0 ? (
          <GroupGlyph rewards={row.rewards} reasons={row.reasons} />
        ) : (
          <span className="quiet">{count(row.responses)} there</span>
        ),
    },
    {
      id: 'mean',
      label: 'Mean',
      width: 60,
      numeric: true,
      sort: 'mean',
      cell: (row) => (row.rewards.length > 0 ? <RewardNumber value={row.mean} /> : null),
    },
    {
      id: 'sd',
      label: 'SD',
      width: 60,
      numeric: true,
      sort: 'sd',
      from: 560,
      cell: (row) => (row.rewards.length > 0 ? <RewardNumber value={row.sd} /> : null),
    },
    {
      id: 'equal',
      label: 'Spread',
      width: 92,
      from: 480,
      cell: (row) => <EqualWords row={row} wanted={wanted} />,
    },
    {
      id: 'question',
      label: 'Question',
      cell: (row) =>
        row.question === '' ? <PromptEnd id={row.sampleId} /> : <span className="soft data">{row.question}</span>,
    },
  ]
}

/** The groups of a run: a prompt with its responses a row; opening one leads to its responses. */
export const GroupList = memo(function GroupList({ view, wanted = 0, tasks, height, fill, stamp }: GroupListProps) {
  const [sort, setSort] = useState<Sort>({ order: view.reward ? 'mean' : 'number', descending: false })
  const grid = useRef<GridHandle>(null)
  const { subject, set } = useSelection()
  const scored = view.reward !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order by mean starts when there are means
  useEffect(() => setSort({ order: scored ? 'mean' : 'number', descending: false }), [scored, view.run])
  const asked = {
    run: view.run,
    reward: view.reward ?? '',
    order: sort.order as GroupOrder,
    descending: sort.descending,
    ...(tasks && { tasks }),
  }
  const query = useRows<GroupRow>(['groups', asked, stamp], (engine, offset, limit) =>
    engine.groups({ ...asked, offset, limit }),
  )
  const responses = wanted || (query.rows.at(0)?.responses ?? 16)
  const columns = useMemo(() => groupColumns(responses, wanted), [responses, wanted])
  if (query.error) return <ErrorBlock error={query.error} />
  const select = (row: GroupRow) => {
    set({ subject: { kind: 'sample', id: row.sampleId, run: view }, tab: 'responses' })
    followList((delta) => grid.current?.step(delta))
  }
  return (
    <Grid
      handle={grid}
      label={`Groups of ${view.run}`}
      query={query}
      columns={columns}
      sort={sort}
      onSort={setSort}
      isSelected={(row) => subject?.id === row.sampleId}
      onSelect={select}
      taskOf={(row) => row.task}
      onOpen={(row) => {
        select(row)
        set({ sheet: true })
        useSettings.getState().set({ inspector: true })
        enterInspector()
      }}
      height={height}
      fill={fill}
      question={JSON.stringify(asked)}
      foot={({ first, last, total }) => (
        <>
          <span>
            Groups {count(first + 1)} to {count(last + 1)} of {count(total)}
          </span>
          <span className="push">
            <kbd>Enter</kbd> opens the responses
          </span>
        </>
      )}
    />
  )
})
