import { useMemo, useState } from 'react'
import { tableCsv } from '../../../core/figures/csv.ts'
import { figureTable, type JsonValue, type TableResult } from '../../../core/notebook/code.ts'
import type { Column, Sort } from '../../components/grid/columns.ts'
import { Grid } from '../../components/grid/grid.tsx'
import { RowResize } from '../../components/grid/row-resize.tsx'
import { listRows } from '../../data/list-rows.ts'
import { count, counted } from '../../format.ts'
import { useSettings } from '../../stores/settings.ts'
import { cellText, columnDecimals, columnNumber, columnWidths, sortedRows } from './result-rows.ts'

type Row = readonly JsonValue[]

const ROWS = 12

interface TableProps {
  readonly cell: string
  readonly label: string
  readonly table: TableResult
  readonly fill: boolean
}

/** A result as a table: heads sort, columns that do not fit are said, the whole can be copied. */
export function ResultTable({ cell, label, table, fill }: TableProps) {
  const [sort, setSort] = useState<Sort | null>(null)
  const [chosen, setChosen] = useState<Row | null>(null)
  const [copied, setCopied] = useState('')
  const height = useSettings((settings) => settings.tableRows[cell] ?? ROWS)
  const columns = useMemo(() => columnsOf(table), [table])
  const order = useMemo(() => {
    const at = table.columns.findIndex((column) => column.name === sort?.order)
    return sort && at >= 0 ? sortedRows(table, at, sort.descending) : null
  }, [table, sort])
  const query = useMemo(
    () => listRows<Row>(order ? Array.from(order, (i) => table.rows[i]) : table.rows),
    [table, order],
  )
  const copy = () => {
    navigator.clipboard.writeText(tableCsv(figureTable(table))).then(
      () => setCopied(`${counted(table.rows.length, 'row')} copied`),
      () => setCopied('The browser did not allow copying'),
    )
  }
  return (
    <div className={fill ? 'code-table fill' : 'code-table'}>
      <Grid
        label={label}
        query={query}
        columns={columns}
        sort={sort}
        onSort={setSort}
        isSelected={(row) => row === chosen}
        onSelect={setChosen}
        onOpen={setChosen}
        height={height}
        fill={fill}
        question={JSON.stringify(sort)}
        foot={({ first, last, total, hidden }) => (
          <>
            <span>
              Rows {count(first + 1)} to {count(last + 1)} of {count(total)}
            </span>
            {hidden.length > 0 && <span title={hidden.join(', ')}>{counted(hidden.length, 'column')} do not fit</span>}
            <span className="push" role="status">
              {copied}
            </span>
            <button type="button" className="btn bare" onClick={copy}>
              Copy CSV
            </button>
          </>
        )}
      />
      {!fill && table.rows.length > ROWS && <RowResize cell={cell} rows={height} most={table.rows.length} />}
      {table.rows.length === 0 && <p className="line">0 rows: the code ran, and nothing was left.</p>}
    </div>
  )
}

/** The last column takes what is left; of those that do not fit the last ones go first. */
function columnsOf(table: TableResult): readonly Column<Row>[] {
  const widths = columnWidths(table)
  let from = 0
  return table.columns.map(({ name, numeric, type }, c) => {
    from += widths[c]
    const decimals = numeric ? columnDecimals(table, c) : null
    return {
      id: `${c}`,
      label: name,
      ...(c < table.columns.length - 1 || numeric ? { width: widths[c] } : {}),
      numeric,
      sort: name,
      from: c === 0 ? 0 : from,
      cell: (row: Row) => <Value value={row[c]} type={type} decimals={decimals} />,
    }
  })
}

function Value({ value, type, decimals }: { value: JsonValue; type: string | undefined; decimals: number | null }) {
  if (value === null) return <i className="null">null</i>
  const text = typeof value === 'number' ? columnNumber(value, decimals) : cellText(value)
  const exact = typeof value === 'number' ? String(value) : text
  return (
    <span
      className={typeof value === 'object' ? 'cut data mono' : 'cut data'}
      title={type ? `${exact} (${type})` : exact}
    >
      {text}
    </span>
  )
}
