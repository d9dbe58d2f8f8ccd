import { useEffect, useMemo, useRef, useState } from 'react'
import type { SampleListRow } from '../../core/contract.ts'
import { GroupView } from '../cells/rollout/group/group-view.tsx'
import { ErrorBlock } from '../components/error-block.tsx'
import type { Column } from '../components/grid/columns.ts'
import { Grid, type GridHandle } from '../components/grid/grid.tsx'
import { GroupGlyph } from '../components/group-glyph.tsx'
import { Loading } from '../components/loading.tsx'
import { RewardNumber } from '../components/number.tsx'
import { PromptEnd } from '../components/prompt-end.tsx'
import { ReasonCounts } from '../components/reason-counts.tsx'
import { TaskName } from '../components/task.tsx'
import { listRows } from '../data/list-rows.ts'
import { useQuery } from '../data/query.ts'
import { count, counted } from '../format.ts'
import { type Compared, useDesk } from '../stores/desk.ts'
import { followList, useSelection } from '../stores/selection.ts'

const ROWS = 6

/** `c` in a table of samples: the group of one, or those of the marked ones below each other, one of them opened. */
export function GroupDesk({ compared }: { compared: Compared }) {
  const { ids, of, view } = compared
  const box = useRef<HTMLElement>(null)
  const grid = useRef<GridHandle>(null)
  const [at, setAt] = useState(ids[0])
  const found = useQuery(['compared', view, ids], async (engine) => {
    const page = await engine.samples({
      ids,
      run: view.run,
      ...(view.reward && { reward: view.reward }),
      limit: ids.length,
    })
    const order = new Map(ids.map((id, i) => [id, i]))
    return [...page.rows].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
  })
  const rows = found.data
  const query = useMemo(() => listRows(rows), [rows])
  useEffect(() => box.current?.focus(), [])
  useEffect(() => {
    if (rows && rows.length > 1) grid.current?.focus()
  }, [rows])
  const choose = ({ id }: SampleListRow) => {
    setAt(id)
    useSelection.getState().set({ subject: { kind: 'sample', id, run: view } })
    followList((delta) => grid.current?.step(delta))
  }
  const row = rows?.find(({ id }) => id === at) ?? rows?.[0]
  const one = ids.length === 1
  return (
    <section ref={box} className="desk group-desk" aria-label={one ? 'A group' : 'Groups compared'} tabIndex={-1}>
      <div className="full-head">
        <span className="kind">
          {one ? 'The group of a sample' : `The groups of ${counted(ids.length, 'sample')}`}
          {of > ids.length && `, the first of ${count(of)} marked`}
        </span>
        <span className="quiet data">{view.run}</span>
        <button type="button" className="btn bare push" onClick={() => useDesk.setState({ compared: null })}>
          Back <kbd>Esc</kbd>
        </button>
      </div>
      <div className="group-desk-body">
        {found.error && <ErrorBlock error={found.error} remedies={[{ label: 'Try again', run: found.again }]} />}
        {!rows && !found.error && <Loading what="Fetching the groups" />}
        {rows && !one && (
          <Grid
            handle={grid}
            label="Groups compared"
            query={query}
            columns={columnsOf(rows)}
            isSelected={(each) => each.id === row?.id}
            onSelect={choose}
            onOpen={choose}
            taskOf={(each) => each.task}
            height={ROWS}
            question={JSON.stringify(ids)}
          />
        )}
        {row?.group && <GroupView sampleId={row.id} view={view} wanted={row.group.responses} stamp={found.data} />}
        {row && !row.group && (
          <p className="line">
            {view.run} has no response to sample {count(row.number)}.
          </p>
        )}
        {rows?.length === 0 && <p className="line">None of these samples is there any more.</p>}
      </div>
    </section>
  )
}

function columnsOf(rows: readonly SampleListRow[]): readonly Column<SampleListRow>[] {
  const most = Math.max(1, ...rows.map(({ group }) => group?.responses ?? 0))
  return [
    { id: 'number', label: 'Sample', width: 58, numeric: true, quiet: true, cell: (row) => count(row.number) },
    { id: 'task', label: 'Task', width: 148, cell: (row) => <TaskName task={row.task} /> },
    {
      id: 'rewards',
      label: `${most} rewards`,
      width: Math.min(24, Math.max(most, 15)) * 4 + 16,
      cell: ({ group }) => group && <GroupGlyph rewards={group.rewards} reasons={group.reasons} />,
    },
    {
      id: 'mean',
      label: 'Mean',
      width: 60,
      numeric: true,
      cell: ({ group }) => group && group.rewards.length > 0 && <RewardNumber value={group.mean} />,
    },
    {
      id: 'sd',
      label: 'SD',
      width: 60,
      numeric: true,
      cell: ({ group }) => group && group.rewards.length > 0 && <RewardNumber value={group.sd} />,
    },
    {
      id: 'reasons',
      label: 'Reasons',
      width: 148,
      from: 640,
      cell: ({ group }) => group && <ReasonCounts reasons={group.reasons} />,
    },
    {
      id: 'question',
      label: 'Question',
      cell: (row) =>
        row.group ? (
          row.question === '' ? (
            <PromptEnd id={row.id} />
          ) : (
            <span className="soft data">{row.question}</span>
          )
        ) : (
          <span className="quiet">no response in this run</span>
        ),
    },
  ]
}
