import { tableCsv } from '../csv.ts'
import type { FigureTable } from '../figure.ts'
import { cell, count } from '../format.ts'
import { escapeXml } from '../svg/text.ts'

/** A table as HTML, its numbers in the form that people read. */
export function tableHtml(table: FigureTable, caption: string): string {
  const head = table.columns.map((column) => {
    // A name like mean_std_reward breaks at its underscores.
    const label = escapeXml(column.label).replaceAll('_', '_<wbr>')
    const classes = [column.numeric ? 'num' : '', column.label.includes('_') ? 'mono' : ''].filter(Boolean).join(' ')
    return `<th scope="col"${classes ? ` class="${classes}"` : ''}>${label}</th>`
  })
  const rows = table.rows.map((row, r) => {
    const cells = row.map((value, c) => {
      const column = table.columns[c]
      const ink = c === 0 ? table.inks?.[r] : null
      const swatch = ink
        ? `<svg width="8" height="8" aria-hidden="true"><rect width="8" height="8" fill="var(--${ink})"/></svg>`
        : ''
      if (value === null) return `<td class="${column.numeric ? 'num ' : ''}null">null</td>`
      const words = typeof value === 'number' ? cell(value, column.form) : value
      return `<td${column.numeric ? ' class="num"' : ''}>${swatch}${escapeXml(words)}</td>`
    })
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table class="grid" aria-label="${escapeXml(caption)}"><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

/** The numbers behind a plot, folded: a table and the same as CSV to save. */
export function tableDetails(table: FigureTable, caption: string, fileName: string): string {
  return `<details><summary>Data: ${count(table.rows.length)} rows</summary><div class="scroll" tabindex="0" role="region" aria-label="${escapeXml(caption)}, data">${tableHtml(table, caption)}</div>${csvLink(table, fileName)}</details>`
}

export function csvLink(table: FigureTable, fileName: string): string {
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(tableCsv(table).toWellFormed())}`
  return `<p class="quiet"><a download="${escapeXml(fileName)}.csv" href="${escapeXml(href)}">Data as CSV</a></p>`
}
