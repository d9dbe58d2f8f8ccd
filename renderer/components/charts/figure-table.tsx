import { Fragment } from 'react'
import type { FigureTable } from '../../../core/figures/figure.ts'
import { cell } from '../../../core/figures/format.ts'

/** A name like mean_std_reward breaks at its underscores. */
function broken(label: string) {
  return label.split(/(?<=_)/).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a name may be alike and never move
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}

/** The numbers of a figure in the form that people read; copies and files keep full precision. */
export function FigureTableView({ table, caption }: { table: FigureTable; caption: string }) {
  return (
    <section className="table-scroll scroll" tabIndex={0} aria-label={`${caption}, as a table`}>
      <table className="table figure-table">
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.name} className={column.numeric ? 'num' : undefined}>
                {broken(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, r) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a settled figure have no name and never move
            <tr key={r}>
              {row.map((value, c) => {
                const { name, numeric, form } = table.columns[c]
                const ink = c === 0 ? table.inks?.[r] : null
                return (
                  <td key={name} className={numeric ? 'num' : undefined}>
                    {ink ? (
                      <span className="task">
                        <i className="swatch" style={{ background: `var(--${ink})` }} />
                        {value}
                      </span>
                    ) : value === null ? (
                      <i className="quiet">null</i>
                    ) : typeof value === 'number' ? (
                      cell(value, form)
                    ) : (
                      value
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
