/** Rows as they are handed to code: by column, numbers as they are, texts as a dictionary, so that much crosses at once. */
import type { JsonValue, TableResult } from '../../notebook/code.ts'

export type RowColumn =
  /** NaN stands for null: no number of ours is NaN. */
  | { readonly name: string; readonly type: 'int' | 'float'; readonly values: Float64Array }
  /** 1 true, 0 false, -1 null. */
  | { readonly name: string; readonly type: 'flag'; readonly values: Int8Array }
  /** An index into `words`, -1 null; `json`: each word is a JSON text. */
  | {
      readonly name: string
      readonly type: 'text' | 'json'
      readonly codes: Int32Array
      readonly words: readonly string[]
    }

export interface RowTable {
  /** Of the cell that the rows come from. */
  readonly name: string
  readonly rows: number
  readonly columns: readonly RowColumn[]
}

/** A column of numbers from one value a row. */
export function numberColumn(
  name: string,
  type: 'int' | 'float',
  rows: number,
  value: (row: number) => number | null,
): RowColumn {
  const values = new Float64Array(rows)
  for (let i = 0; i < rows; i++) values[i] = value(i) ?? Number.NaN
  return { name, type, values }
}

/** A column of texts from one value a row. */
export function textColumn(name: string, rows: number, value: (row: number) => string | null): RowColumn {
  const codes = new Int32Array(rows)
  const words: string[] = []
  const known = new Map<string, number>()
  for (let i = 0; i < rows; i++) {
    const text = value(i)
    if (text === null) {
      codes[i] = -1
      continue
    }
    let code = known.get(text)
    if (code === undefined) {
      code = words.push(text) - 1
      known.set(text, code)
    }
    codes[i] = code
  }
  return { name, type: 'text', codes, words }
}

/** The table that another code cell left, as rows: a column's type is what all of its values are. */
export function tableOfResult(name: string, { columns, rows }: TableResult): RowTable {
  const made = columns.map(({ name: column }, c): RowColumn => {
    const values = rows.map((row) => row[c])
    const there = values.filter((value) => value !== null)
    const all = (type: string) => there.length > 0 && there.every((value) => typeof value === type)
    if (all('number')) {
      const whole = there.every((value) => Number.isSafeInteger(value))
      return numberColumn(column, whole ? 'int' : 'float', rows.length, (i) => values[i] as number | null)
    }
    if (all('boolean')) {
      const flags = Int8Array.from(values, (value) => (value === null ? -1 : value ? 1 : 0))
      return { name: column, type: 'flag', values: flags }
    }
    if (there.every((value) => typeof value === 'string')) {
      return textColumn(column, rows.length, (i) => values[i] as string | null)
    }
    const json = (value: JsonValue) => (value === null ? null : JSON.stringify(value))
    return { ...textColumn(column, rows.length, (i) => json(values[i])), type: 'json' } as RowColumn
  })
  return { name, rows: rows.length, columns: made }
}
