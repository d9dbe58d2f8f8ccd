import { useDeferredValue, useEffect, useMemo, useRef } from 'react'
import type { SampleFilter, SampleOrder } from '../../../core/contract.ts'
import { both } from '../../../core/notebook/filter.ts'
import type { SamplesOutput } from '../../../core/notebook/outputs.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import type { Sort } from '../../components/grid/columns.ts'
import { Grid, type GridHandle } from '../../components/grid/grid.tsx'
import { RowResize } from '../../components/grid/row-resize.tsx'
import { Loading } from '../../components/loading.tsx'
import { useRows } from '../../data/use-rows.ts'
import { count, percent } from '../../format.ts'
import { enterInspector } from '../../palette/focus.ts'
import { type Look, NO_LOOK, useLooks } from '../../stores/looks.ts'
import { followList, useSelection } from '../../stores/selection.ts'
import { useSettings } from '../../stores/settings.ts'
import { useRunBelow } from '../graph.ts'
import type { CellViewProps } from '../view.ts'
import { type SampleListRow, sampleColumns } from './columns.tsx'
import { LookBar } from './look-bar.tsx'

const ROWS_INLINE = 12
const ROWS_FULL = 1000

function lookFilter(look: Look): SampleFilter {
  return {
    ...(look.tasks && { tasks: look.tasks }),
    ...(look.minBytes !== null && { minBytes: look.minBytes }),
    ...(look.maxBytes !== null && { maxBytes: look.maxBytes }),
    ...(look.search.trim() && { search: look.search.trim() }),
  }
}

/** The samples as a table: sorted and filtered by the engine, fetched by range, the chosen one in the inspector. */
export function SamplesView({ cell, document, size, output }: CellViewProps<SamplesOutput>) {
  const look = useLooks((looks) => looks.of[cell.id] ?? NO_LOOK)
  const setLook = useLooks((looks) => looks.look)
  const run = useRunBelow(document, cell.id)
  const inlineRows = useSettings((settings) => settings.tableRows[cell.id] ?? ROWS_INLINE)
  const grid = useRef<GridHandle>(null)
  const { subject, inspect, set } = useSelection()
  // Typing stays ahead of the table: the question follows when there is time.
  const asked = useDeferredValue(look)
  const order: SampleOrder = asked.order ?? output?.order ?? 'number'
  const descending = asked.order ? asked.descending : (output?.descending ?? false)
  const filter = output && {
    ...both(output.filter, lookFilter(asked)),
    order,
    descending,
    ...(run && { run: run.run }),
  }
  const question = JSON.stringify(filter ?? null)
  const textIndexed = useRef(1)
  const query = useRows<SampleListRow>(filter ? ['samples', filter] : null, async (engine, offset, limit) => {
    const page = await engine.samples({ ...filter, offset, limit })
    textIndexed.current = page.textIndexed
    return page
  })
  const responses = query.rows.at(0)?.group?.responses ?? (run ? 16 : null)
  const columns = useMemo(() => sampleColumns(responses, asked.search), [responses, asked.search])
  const sort: Sort = { order, descending }

  // The first row stands in the inspector when nothing does: a page that opens shows a sample.
  const firstId = query.rows.at(0)?.id
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

  if (!output) return null
  if (query.error) return <ErrorBlock error={query.error} />
  const total = query.rows.total
  const select = (row: SampleListRow) => {
    inspect({ kind: 'sample', id: row.id, ...(run && { run }) })
    followList((delta) => grid.current?.step(delta))
  }
  const rows = size === 'full' ? ROWS_FULL : inlineRows
  return (
    <>
      <LookBar cell={cell} look={look} />
      {query.loading && total === null && <Loading what="Reading the samples" />}
      <Grid
        handle={grid}
        label={`Samples, ${total === null ? '' : count(total)}`}
        query={query}
        columns={columns}
        sort={sort}
        onSort={(next) => setLook(cell.id, { order: next.order as SampleOrder, descending: next.descending })}
        isSelected={(row) => subject?.id === row.id}
        onSelect={select}
        onOpen={(row) => {
          select(row)
          set({ sheet: true })
          useSettings.getState().set({ inspector: true })
          enterInspector()
        }}
        height={rows}
        fill={size === 'full'}
        question={question}
        foot={({ first, last, total: of, hidden }) => (
          <>
            <span>
              Rows {count(first + 1)} to {count(last + 1)} of {count(of)}
            </span>
            {hidden.length > 0 && (
              <span className="wide">
                {hidden.length} columns hidden: {hidden.join(', ').toLowerCase()}
              </span>
            )}
            {asked.search && textIndexed.current < 1 && (
              <span className="warn">text read so far {percent(textIndexed.current)}: more may come</span>
            )}
            <span className="push">
              <kbd>Enter</kbd> opens, <kbd>f</kbd> full
            </span>
          </>
        )}
      />
      {total === 0 && <NoRows cell={cell.id} look={look} of={output.total} />}
      {size === 'inline' && (total ?? 0) > 4 && (
        <RowResize cell={cell.id} rows={inlineRows} most={Math.min(60, total ?? 60)} />
      )}
    </>
  )
}

/** Empty says why, and has the one click that changes it. */
function NoRows({ cell, look, of }: { cell: string; look: Look; of: number }) {
  const clear = useLooks((looks) => looks.clear)
  if (of === 0)
    return <p className="line">No sample passes this cell’s filters. Change one of the underlined words above.</p>
  const why = look.search ? `contains “${look.search}”` : 'is of that task and length'
  return (
    <p className="line">
      None of the {count(of)} samples {why}.
      <button type="button" className="p" onClick={() => clear(cell)}>
        Show all {count(of)}
      </button>
    </p>
  )
}
