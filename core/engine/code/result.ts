import { LongviewError } from '../../model/errors.ts'
import { type CodeResult, type JsonValue, RESULT_LIMITS, type ResultColumn } from '../../notebook/code.ts'
import { checkedFigure } from '../../notebook/figure-shape.ts'

/**
 * What a child says its result is, checked: nothing of it is trusted.
 * @throws {LongviewError} usage: what is wrong with it, and how to make it smaller
 */
export function checkedResult(json: string, cell: string): CodeResult {
  const said: unknown = JSON.parse(json)
  if (!isObject(said)) throw wrong('The result cannot be read.', cell)
  if (typeof said.wrong === 'string')
    throw wrong(said.wrong.slice(0, 1000), cell, 'End the code with the value to show.')
  const result = said.result
  if (!isObject(result)) throw wrong('The result cannot be read.', cell)
  if (result.kind === 'number' && typeof result.value === 'number') {
    const label = typeof result.label === 'string' ? { label: result.label } : {}
    return { kind: 'number', value: result.value, ...label }
  }
  if (result.kind === 'text' && typeof result.text === 'string') return { kind: 'text', text: result.text }
  if (result.kind === 'figure') {
    const figure = checkedFigure(result.figure)
    if ('problem' in figure) {
      throw wrong(`The figure cannot be drawn: ${figure.problem}.`, cell, 'plot({title, lines}) makes a whole figure.')
    }
    return { kind: 'figure', figure }
  }
  if (result.kind === 'table' && Array.isArray(result.columns) && Array.isArray(result.rows)) {
    return table(result.columns, result.rows, cell)
  }
  throw wrong('The result cannot be read.', cell)
}

function table(columns: readonly unknown[], rows: readonly unknown[], cell: string): CodeResult {
  const count = (n: number) => n.toLocaleString('en-US')
  if (rows.length > RESULT_LIMITS.rows) {
    const what = `The result has ${count(rows.length)} rows; a cell keeps at most ${count(RESULT_LIMITS.rows)}.`
    throw wrong(what, cell, 'Aggregate, filter, or take the first ones: rows.slice(0, 1000) or LIMIT 1000.')
  }
  if (columns.length > RESULT_LIMITS.columns) {
    const what = `The result has ${count(columns.length)} columns; a cell keeps at most ${RESULT_LIMITS.columns}.`
    throw wrong(what, cell, 'Name the columns that matter.')
  }
  const heads = columns.map((column): ResultColumn => {
    if (!isObject(column) || typeof column.name !== 'string') throw wrong('The result cannot be read.', cell)
    const type = typeof column.type === 'string' ? { type: column.type } : {}
    return { name: column.name, numeric: column.numeric === true, ...type }
  })
  const even = rows.every((row) => Array.isArray(row) && row.length === heads.length)
  if (!even) throw wrong('The result cannot be read: its rows are not of one length.', cell)
  // JSON has been parsed: what stands in the rows are JSON values.
  return { kind: 'table', columns: heads, rows: rows as readonly (readonly JsonValue[])[] }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrong(what: string, cell: string, remedy?: string): LongviewError {
  return new LongviewError({ code: 'usage', what, where: `cell ${cell}`, ...(remedy && { remedy }) })
}
