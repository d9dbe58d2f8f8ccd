import type { FigureTable } from '../figure.ts'
import { cell } from '../format.ts'
import type { Paint } from './panel.ts'
import { cut, text } from './text.ts'

const ROW = 24
const LINE = 13

/** Names like std_reward break at their underscores, so that a narrow column can carry them. */
function headLines(label: string): string[] {
  return label.length > 10 ? label.split(/(?<=_)/) : [label]
}

export function tableHeight(table: FigureTable): number {
  return headHeight(table) + table.rows.length * ROW + 1
}

function headHeight(table: FigureTable): number {
  return Math.max(...table.columns.map((column) => headLines(column.label).length)) * LINE + 10
}

/** A table drawn as text, for a figure that is nothing else. */
export function drawTable(table: FigureTable, width: number, paint: Paint): string {
  const first = Math.min(width * 0.3, 170)
  const rest = table.columns.length > 1 ? (width - first) / (table.columns.length - 1) : 0
  const right = (c: number) => (c === 0 ? first : first + rest * c)
  const left = (c: number) => (c === 0 ? 0 : first + rest * (c - 1) + 8)
  const bottom = headHeight(table)
  const out: string[] = []
  const line = (y: number, ink: string) => `<path stroke="${paint.colour(ink)}" d="M0 ${y - 0.5}H${width}"/>`
  table.columns.forEach((column, c) => {
    const lines = headLines(column.label)
    lines.forEach((words, k) => {
      const y = bottom - 7 - (lines.length - 1 - k) * LINE
      const style = { fill: paint.colour('ink-3'), mono: column.label.includes('_') }
      out.push(column.numeric ? text(right(c), y, words, { ...style, anchor: 'end' }) : text(left(c), y, words, style))
    })
  })
  out.push(line(bottom, 'line-2'))
  table.rows.forEach((row, r) => {
    const y = bottom + r * ROW + 16
    const ink = table.inks?.[r]
    if (ink) out.push(`<rect y="${y - 8}" width="8" height="8" fill="${paint.colour(ink)}"/>`)
    row.forEach((value, c) => {
      const column = table.columns[c]
      const words = typeof value === 'string' ? value : cell(value, column.form)
      const style = { size: 12, fill: paint.colour(value === null ? 'ink-3' : 'ink-1') }
      if (column.numeric) out.push(text(right(c), y, words, { ...style, anchor: 'end' }))
      else {
        const x = left(c) + (c === 0 && ink ? 14 : 0)
        out.push(text(x, y, cut(words, 12, right(c) - x - 4), style))
      }
    })
    out.push(line(bottom + (r + 1) * ROW, 'line-1'))
  })
  return out.join('')
}
