/** What can be written next in a code cell: its inputs, their columns, and the few functions that are there. */
import type { InputColumns } from './code-columns.ts'

export interface Completion {
  readonly label: string
  readonly kind: 'input' | 'column' | 'function' | 'keyword'
  /** What it is, in a few words. */
  readonly detail: string
  readonly insert: string
}

/** Functions of a TypeScript cell (engine/code/guest-api.ts) with what they take. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  mean: '(values): number | null',
  sd: '(values): number | null, n - 1',
  median: '(values): number | null',
  quantile: '(values, p): number | null',
  sum: '(values): number',
  groupBy: '(rows, key): { key, rows }[]',
  countBy: '(rows, key): { key, count }[]',
  plot: '({ title, x, y, lines, points, histogram }): Figure',
}
const ARRAY: Readonly<Record<string, string>> = {
  filter: '((row) => boolean)',
  map: '((row) => value)',
  flatMap: '((row) => values)',
  reduce: '((sum, row) => sum, start)',
  find: '((row) => boolean)',
  some: '((row) => boolean)',
  every: '((row) => boolean)',
  toSorted: '((a, b) => number)',
  slice: '(start, end)',
  length: 'rows',
}
const CLAUSES = [
  ...['SELECT', 'FROM', 'WHERE', 'GROUP BY', 'ORDER BY', 'HAVING', 'LIMIT', 'JOIN', 'LEFT JOIN', 'ON', 'USING', 'WITH'],
  ...['AS', 'AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'LIKE', 'IS NULL', 'IS NOT NULL', 'CASE', 'WHEN', 'THEN', 'ELSE'],
  ...['END', 'DISTINCT', 'FILTER', 'OVER', 'PARTITION BY', 'UNION ALL', 'DESC', 'ASC', 'NULLS LAST'],
]
const AGGREGATES: Readonly<Record<string, string>> = {
  count: 'rows, or values that are there',
  avg: 'mean',
  sum: 'sum',
  min: 'least',
  max: 'greatest',
  median: 'median',
  stddev_samp: 'standard deviation, n - 1',
  quantile_cont: 'value at a share of the sorted ones',
  round: 'rounded',
  length: 'characters of a text',
  starts_with: 'whether a text begins with another',
  coalesce: 'the first that is not null',
}

const WORD = /^[A-Za-z_]\w*$/
/** Of SQL, as a FROM or JOIN names them: the table, quoted or not, and its alias. */
const TABLES =
  /\b(?:from|join|,)\s+("[^"]+"|[a-z_]\w*)(?:\s+(?:as\s+)?(?!where|group|order|join|left|on|using|limit)([a-z_]\w*))?/gi

/** What fits at the end of `before`; `text` is the whole source. Filtered by what is being typed by who shows it. */
export function completions(
  language: 'typescript' | 'sql',
  { text, before }: { readonly text: string; readonly before: string },
  inputs: readonly InputColumns[],
): readonly Completion[] {
  return language === 'sql' ? ofSql(text, before, inputs) : ofTypeScript(before, inputs)
}

function ofTypeScript(before: string, inputs: readonly InputColumns[]): readonly Completion[] {
  const quoted = /(?:\binputs\[|\b(groupBy|countBy)\([^()]*,\s*)['"][\w-]*$/.exec(before)
  if (quoted) return quoted[1] ? columnsOf(inputs) : inputs.map(({ name }) => inputOf(name, name))
  if (openQuote(before)) return []
  const member = /([\w$]+|\])\s*\??\.\s*\w*$/.exec(before)
  if (member) {
    const indexed = /\binputs(?:\.(\w+)|\[['"]([\w-]+)['"]\])\s*\??\.\s*\w*$/.exec(before)
    const name = indexed?.[1] ?? indexed?.[2] ?? member[1]
    if (inputs.some((input) => input.name === name)) return named(ARRAY, 'function')
    if (name === 'inputs')
      return inputs.filter((input) => WORD.test(input.name)).map((input) => inputOf(input.name, input.name))
    if (/^(Math|JSON|Object|Array|Number|String|console)$/.test(name)) return []
    return columnsOf(inputs)
  }
  return [
    ...inputs.map(({ name }) => inputOf(name, WORD.test(name) ? name : `inputs['${name}']`)),
    ...named(FUNCTIONS, 'function'),
  ]
}

function ofSql(text: string, before: string, inputs: readonly InputColumns[]): readonly Completion[] {
  if (openQuote(before)) return []
  const tables = new Map<string, InputColumns>()
  for (const [, table, alias] of text.matchAll(TABLES)) {
    const input = inputs.find(({ name }) => name.toLowerCase() === table.replaceAll('"', '').toLowerCase())
    if (!input) continue
    tables.set(input.name.toLowerCase(), input)
    if (alias) tables.set(alias.toLowerCase(), input)
  }
  const asInput = ({ name }: InputColumns) => inputOf(name, WORD.test(name) ? name : `"${name}"`)
  const member = /("[^"]+"|[A-Za-z_]\w*)\.\w*$/.exec(before)
  if (member) {
    const name = member[1].replaceAll('"', '').toLowerCase()
    const input = tables.get(name) ?? inputs.find((each) => each.name.toLowerCase() === name)
    return input ? columnsOf([input]) : []
  }
  if (/\b(from|join)\s+\w*$/i.test(before)) return inputs.map(asInput)
  const asked = [...new Set(tables.values())]
  return [
    ...columnsOf(asked.length > 0 ? asked : inputs),
    ...inputs.map(asInput),
    ...named(AGGREGATES, 'function'),
    ...CLAUSES.map((label) => ({ label, kind: 'keyword' as const, detail: '', insert: label })),
  ]
}

/** Each column once, with the inputs that have it. */
function columnsOf(inputs: readonly InputColumns[]): readonly Completion[] {
  const holders = new Map<string, string[]>()
  for (const { name, columns } of inputs)
    for (const column of columns) holders.set(column, [...(holders.get(column) ?? []), name])
  return Array.from(holders, ([label, names]) => ({
    label,
    kind: 'column' as const,
    detail: names.join(', '),
    insert: label,
  }))
}

const inputOf = (label: string, insert: string): Completion => ({ label, kind: 'input', detail: 'rows', insert })

const named = (table: Readonly<Record<string, string>>, kind: Completion['kind']): readonly Completion[] =>
  Object.entries(table).map(([label, detail]) => ({ label, kind, detail, insert: label }))

/** Whether the line's end stands inside a text of the language, where nothing is known. */
function openQuote(before: string): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1).replaceAll(/'(?:[^'\\]|\\.)*'/g, '')
  return line.includes("'")
}
