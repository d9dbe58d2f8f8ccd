import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { SampleListRow, SampleOrder } from '../../../core/contract.ts'
import { errorParts } from '../../../core/model/errors.ts'
import { commandLine, sampleCommand } from '../../../core/notebook/command.ts'
import { both } from '../../../core/notebook/filter.ts'
import type { SamplesOutput } from '../../../core/notebook/outputs.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import type { Sort } from '../../components/grid/columns.ts'
import { Grid, type GridHandle } from '../../components/grid/grid.tsx'
import type { GridAsk } from '../../components/grid/keys.ts'
import { RowResize } from '../../components/grid/row-resize.tsx'
import { Loading } from '../../components/loading.tsx'
import { useEngine } from '../../data/link.tsx'
import { useQuery } from '../../data/query.ts'
import { useRows } from '../../data/use-rows.ts'
import { count } from '../../format.ts'
import { enterInspector } from '../../palette/focus.ts'
import { copyLine, copyLink } from '../../places/copy.ts'
import { say } from '../../stores/desk.ts'
import { lookFilter, NO_LOOK, useLooks } from '../../stores/looks.ts'
import { isMarked, markedCount, NO_MARKS, useMarks } from '../../stores/marks.ts'
import { followList, useSelection } from '../../stores/selection.ts'
import { useSettings } from '../../stores/settings.ts'
import { useRunBelow } from '../graph.ts'
import type { CellViewProps } from '../view.ts'
import { ColumnChooser } from './column-chooser.tsx'
import { chosenColumns, sampleColumns } from './columns.tsx'
import { compareGroups } from './compare-groups.ts'
import { Filters } from './filters.tsx'
import { LookBar } from './look-bar.tsx'
import { NoRows } from './no-rows.tsx'
import { RowActs } from './row-acts.tsx'
import { TableFoot } from './table-foot.tsx'

const ROWS_INLINE = 12
const ROWS_FULL = 1000
/** While texts are read in the background, rows are asked for again this often. */
const AGAIN_MS = 3000

/** The samples as a table: sorted and filtered by the engine, fetched by range, the chosen one in the inspector. */
export function SamplesView({ cell, document, size, output }: CellViewProps<SamplesOutput>) {
  const look = useLooks((looks) => looks.of[cell.id] ?? NO_LOOK)
  const setLook = useLooks((looks) => looks.look)
  const marks = useMarks((all) => all.of[cell.id] ?? NO_MARKS)
  const run = useRunBelow(document, cell.id)
  const settings = useSettings()
  const inlineRows = settings.tableRows[cell.id] ?? ROWS_INLINE
  const showFilters = settings.filters[cell.id] ?? size === 'full'
  const [choosing, setChoosing] = useState(false)
  const grid = useRef<GridHandle>(null)
  const engine = useEngine()
  const { subject, inspect, set } = useSelection()
  // Typing stays ahead of the table: the question follows when there is time. All else is asked at once.
  const search = useDeferredValue(look.search)
  const asked = useMemo(() => ({ ...look, search }), [look, search])
  const order: SampleOrder = asked.order ?? output?.order ?? 'number'
  const descending = asked.order ? asked.descending : (output?.descending ?? false)
  const filter = output && {
    ...both(output.filter, lookFilter(asked)),
    ...(run && { run: run.run, ...(run.reward && { reward: run.reward }) }),
  }
  const question = JSON.stringify(filter ? [filter, order, descending] : null)
  const known = useQuery(filter ? ['fields', output.filter] : null, (engine) => engine.fields(output?.filter ?? {}))
  const fields = known.data ?? []
  const [responses, setResponses] = useState<number | null>(null)
  const [questions, setQuestions] = useState(true)
  const all = useMemo(
    () =>
      sampleColumns({
        responses: run ? (responses ?? 16) : responses,
        search: asked.search,
        fields: known.data ?? [],
        questions,
      }),
    [run, responses, asked.search, known.data, questions],
  )
  const columns = useMemo(() => chosenColumns(all, settings.sampleColumns), [all, settings.sampleColumns])
  const wanted = columns.flatMap(({ id }) => (id.startsWith('field:') ? [id.slice('field:'.length)] : []))
  const textIndexed = useRef(1)
  const query = useRows<SampleListRow>(filter ? ['samples', question, wanted] : null, async (engine, offset, limit) => {
    const page = await engine.samples({ ...filter, order, descending, fields: wanted, offset, limit })
    textIndexed.current = page.textIndexed
    return page
  })
  const total = query.rows.total
  const first = query.rows.at(0)
  useEffect(() => setResponses(first?.group?.responses ?? null), [first])
  // A head for the rows as they are: mixed ones say so a row each.
  useEffect(() => setQuestions(first?.question !== ''), [first])

  // Characters and evidence come as the prompts are read: what is in sight is asked for again until all are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer says how much has been read
  useEffect(() => {
    if (total === null || textIndexed.current >= 1) return
    const timer = setTimeout(query.again, AGAIN_MS)
    return () => clearTimeout(timer)
  }, [query.version, total])

  // The first row stands in the inspector when nothing does: a page that opens shows a sample.
  const firstId = first?.id
  useEffect(() => {
    if (firstId && useSelection.getState().subject === null) {
      inspect({ kind: 'sample', id: firstId, ...(run && { run }) })
      followList((delta) => grid.current?.step(delta))
    }
  }, [firstId, inspect, run])

  // A sample that was opened before its run was scored gets its responses when they are there.
  useEffect(() => {
    const shown = useSelection.getState().subject
    if (run && shown?.kind === 'sample' && !shown.run) inspect({ ...shown, run })
  }, [run, inspect])

  // "All rows" are those of the query that stood there: another query begins without.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new question counts
  useEffect(() => {
    const { of, mark } = useMarks.getState()
    if (of[cell.id]?.all) mark(cell.id, false)
  }, [question])

  if (!output || !filter) return null
  if (query.error) return <ErrorBlock error={query.error} remedies={[{ label: 'Try again', run: query.again }]} />
  const select = (row: SampleListRow) => {
    inspect({ kind: 'sample', id: row.id, ...(run && { run }) })
    followList((delta) => grid.current?.step(delta))
  }
  const tell = (copied: Promise<void>) => {
    copied.catch((error: unknown) => set({ notice: errorParts(error) }))
  }
  const peek = (row: SampleListRow) => {
    select(row)
    set({ sheet: true })
    settings.set({ inspector: true })
  }
  /** The group of the row, or those of what is marked. */
  const compare = (row: SampleListRow) => {
    if (!run) return say('Nothing to compare: no run below this cell has responses to these samples.')
    compareGroups(engine, { row: row.id, marks, filter: { ...filter, order, descending }, view: run }).catch(
      (error: unknown) => set({ notice: errorParts(error) }),
    )
  }
  const ask = (what: GridAsk, row: SampleListRow | undefined) => {
    const { toggle, mark } = useMarks.getState()
    if (what === 'columns') setChoosing(true)
    else if (what === 'all') mark(cell.id, !(marks.all && marks.ids.size === 0))
    else if (what === 'none') mark(cell.id, false)
    else if (!row) return
    else if (what === 'mark') {
      toggle(cell.id, row.id)
      grid.current?.step(1)
      grid.current?.focus()
    } else if (what === 'peek') peek(row)
    else if (what === 'compare') compare(row)
    else if (what === 'command') tell(copyLine(commandLine(sampleCommand(row.id))))
    else if (what === 'link') {
      select(row)
      tell(copyLink())
    }
  }
  const rows = size === 'full' ? ROWS_FULL : inlineRows
  const marked = markedCount(marks, total ?? 0)
  return (
    <>
      <LookBar cell={cell} look={look} run={run?.run ?? null}>
        <button
          type="button"
          className="btn bare"
          aria-expanded={showFilters}
          onClick={() => settings.set({ filters: { ...settings.filters, [cell.id]: !showFilters } })}
        >
          Filters
        </button>
        <RowActs
          cell={cell.id}
          filter={{ ...filter, order, descending }}
          marks={marks}
          rows={marked > 0 ? marked : (total ?? 0)}
          anyMarked={marked > 0}
          shown={columns}
          fields={fields.map(({ field }) => field)}
        />
        <ColumnChooser columns={all} fields={fields} open={choosing} onOpen={setChoosing} />
      </LookBar>
      {showFilters && <Filters cell={cell.id} look={look} filter={filter} />}
      {query.loading && total === null && <Loading what="Reading the samples" />}
      <Grid
        handle={grid}
        label={`Samples, ${total === null ? '' : count(total)}`}
        query={query}
        columns={columns}
        sort={{ order, descending } satisfies Sort}
        onSort={(next) => setLook(cell.id, { order: next.order as SampleOrder, descending: next.descending })}
        isSelected={(row) => subject?.id === row.id}
        taskOf={(row) => row.task}
        isMarked={(row) => isMarked(marks, row.id)}
        onSelect={select}
        onOpen={(row) => {
          peek(row)
          enterInspector()
        }}
        onAsk={ask}
        widths={settings.columnWidths}
        onWidth={(column, width) => {
          const { [column]: _, ...others } = settings.columnWidths
          settings.set({ columnWidths: width === null ? others : { ...others, [column]: width } })
        }}
        height={rows}
        fill={size === 'full'}
        question={question}
        foot={(range) => (
          <TableFoot
            {...range}
            own={all
              .filter((column) => column.id.startsWith('field:') && !columns.includes(column))
              .map(({ label }) => label)}
            marked={marked}
            onUnmark={() => useMarks.getState().mark(cell.id, false)}
            textIndexed={asked.search ? textIndexed.current : 1}
            full={size === 'full'}
          />
        )}
      />
      {total === 0 && (
        <NoRows cell={cell.id} look={look} of={output.total} filter={output.filter} read={textIndexed.current} />
      )}
      {size === 'inline' && (total ?? 0) > 4 && (
        <RowResize cell={cell.id} rows={inlineRows} most={Math.min(60, total ?? 60)} />
      )}
    </>
  )
}
