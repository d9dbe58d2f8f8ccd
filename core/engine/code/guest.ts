/**
 * What runs inside the sandbox around a code cell's source: rows are made from columns, what the code may use is put in
 * place, and its result is turned into plain text for the host, which trusts none of it.
 */
import * as api from './guest-api.ts'

interface ColumnHead {
  readonly name: string
  readonly type: 'int' | 'float' | 'flag' | 'text' | 'json'
  /** Dictionary of a text column. */
  readonly words?: readonly string[]
}

export interface TableHead {
  readonly name: string
  readonly rows: number
  readonly columns: readonly ColumnHead[]
}

/** Tells the host a line that the code prints. */
declare const __print: (line: string) => void

const scope = globalThis as unknown as Record<string, unknown>
const inputs: Record<string, readonly unknown[]> = Object.create(null)
const print = __print
const stringify = JSON.stringify

/** One table: its head as JSON, then a buffer a column. Rows are plain objects, made by code that names the columns. */
scope.__load = (json: string, ...buffers: ArrayBuffer[]) => {
  const head: TableHead = JSON.parse(json)
  const data = head.columns.map(({ type }, c) => {
    if (type === 'int' || type === 'float') return new Float64Array(buffers[c])
    return type === 'flag' ? new Int8Array(buffers[c]) : new Int32Array(buffers[c])
  })
  const words = head.columns.map(({ type, words: all }) => (type === 'json' ? all?.map((one) => JSON.parse(one)) : all))
  const fields = head.columns.map(({ name, type }, c) => {
    const key = name === '__proto__' ? '["__proto__"]' : stringify(name)
    if (type === 'int' || type === 'float') return `${key}: (v = d[${c}][i]) === v ? v : null`
    if (type === 'flag') return `${key}: (v = d[${c}][i]) < 0 ? null : v === 1`
    return `${key}: (v = d[${c}][i]) < 0 ? null : w[${c}][v]`
  })
  // The text is ours but for the names of columns, which are quoted.
  const make = new Function(
    'd',
    'w',
    'n',
    `const rows = new Array(n); let v; for (let i = 0; i < n; i++) rows[i] = {${fields.join(', ')}}; return rows`,
  )
  const rows = make(data, words, head.rows) as readonly unknown[]
  inputs[head.name] = rows
  // A cell named as something that is there already is reached by inputs['name'] alone.
  if (!(head.name in scope)) scope[head.name] = rows
}

/** A word of a log line: texts as they are, everything else as JSON would have it, as far as it has it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'function') return `function ${value.name}`
  if (value instanceof Error) return `${value.name}: ${value.message}`
  try {
    return stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each)) ?? String(value)
  } catch (error) {
    return `[${String(error)}]`
  }
}
const log = (...values: unknown[]) => print(values.map(shown).join(' '))
scope.console = { log, info: log, warn: log, error: log, debug: log, table: (rows: unknown) => log(rows) }

scope.inputs = inputs
for (const [name, value] of Object.entries(api)) {
  Object.defineProperty(scope, name, { value, configurable: true, writable: true, enumerable: true })
}

/** A result in words that the host reads; `wrong` where it can be none, with the reason. */
type Said = { readonly result: unknown } | { readonly wrong: string }

scope.__finish = (value: unknown): string => {
  try {
    return stringify(said(value))
  } catch (error) {
    return stringify({ wrong: `The result cannot be written down: ${String(error)}.` })
  }
}

function said(value: unknown): Said {
  if (value === undefined || value === null)
    return { wrong: `The last expression is ${value}: there is nothing to show.` }
  if (typeof value === 'string') return { result: { kind: 'text', text: value } }
  if (typeof value === 'bigint') return { result: { kind: 'text', text: String(value) } }
  if (typeof value === 'boolean') return { result: { kind: 'text', text: String(value) } }
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return { result: { kind: 'number', value } }
    return { wrong: `The last expression is ${value}, which is no number that can be kept.` }
  }
  if (typeof value === 'function') return { wrong: 'The last expression is a function: call it.' }
  if (typeof (value as PromiseLike<unknown>).then === 'function')
    return { wrong: 'The last expression is a promise: code cells answer at once.' }
  if (value instanceof Map) return table(Array.from(value, ([key, each]) => ({ key, value: each })))
  if (Array.isArray(value)) return table(value)
  if (typeof value !== 'object') return { wrong: `The last expression is a ${typeof value}.` }
  if ('panels' in value) return { result: { kind: 'figure', figure: plain(value, 'the figure') } }
  return table([value])
}

/** Rows of one table: objects by their fields (of any row, in the order in which they first occur), anything else as `value`. */
function table(rows: readonly unknown[]): Said {
  const places = new Map<string, number>()
  const made: unknown[][] = []
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r]
    const fields = typeof row === 'object' && row !== null && !(row instanceof Date) ? row : { value: row }
    const values: unknown[] = new Array(places.size).fill(null)
    for (const [name, value] of Object.entries(fields)) {
      let place = places.get(name)
      if (place === undefined) {
        place = places.size
        places.set(name, place)
      }
      while (values.length <= place) values.push(null)
      values[place] = plain(value, `row ${r + 1}, ${name}`)
    }
    made.push(values)
  }
  const names = [...places.keys()]
  for (const values of made) while (values.length < names.length) values.push(null)
  const numeric = names.map((_, c) => {
    const there = made.filter((values) => values[c] !== null)
    return there.length > 0 && there.every((values) => typeof values[c] === 'number')
  })
  const columns = names.map((name, c) => ({ name, numeric: numeric[c] }))
  return { result: { kind: 'table', columns, rows: made } }
}

/** A value as JSON has it, exactly; what JSON has not is an error that names the place. */
function plain(value: unknown, where: string): unknown {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    throw new TypeError(`${where} is ${value}; null says that there is no value`)
  }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError(`${where} is a ${typeof value}`)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Map) return Array.from(value, (pair) => plain(pair, where))
  if (value instanceof Set || ArrayBuffer.isView(value))
    return Array.from(value as Iterable<unknown>, (each) => plain(each, where))
  if (Array.isArray(value)) return value.map((each) => plain(each, where))
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, `${where}.${name}`)]))
}
