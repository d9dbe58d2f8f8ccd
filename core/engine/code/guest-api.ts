import { tick } from '../../figures/format.ts'

/** What a TypeScript code cell may use by name, besides its inputs and the language. Its types are in docs/code-cells.md. */

type Key<Row> = keyof Row | ((row: Row) => unknown)
type Value = number | null | undefined

const fieldOf = <Row>(row: Row, key: Key<Row>): unknown => (typeof key === 'function' ? key(row) : row[key])
const numbersOf = (values: Iterable<Value>): number[] => {
  const kept: number[] = []
  for (const value of values) if (value !== null && value !== undefined) kept.push(value)
  return kept
}

/** Mean of the values that are there; null where none is. */
export function mean(values: Iterable<Value>): number | null {
  const kept = numbersOf(values)
  return kept.length === 0 ? null : kept.reduce((sum, value) => sum + value, 0) / kept.length
}

/** Sample standard deviation (n - 1) of the values that are there; null under two. */
export function sd(values: Iterable<Value>): number | null {
  const kept = numbersOf(values)
  if (kept.length < 2) return null
  const centre = mean(kept) as number
  return Math.sqrt(kept.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (kept.length - 1))
}

/** The value at share `p` of the sorted values, between two of them by their distance (as numpy's default); null where none is. */
export function quantile(values: Iterable<Value>, p: number): number | null {
  const kept = numbersOf(values).sort((a, b) => a - b)
  if (kept.length === 0) return null
  const at = Math.min(1, Math.max(0, p)) * (kept.length - 1)
  const low = Math.floor(at)
  const high = Math.min(low + 1, kept.length - 1)
  return kept[low] + (kept[high] - kept[low]) * (at - low)
}

export function median(values: Iterable<Value>): number | null {
  return quantile(values, 0.5)
}

/** Sum of the values that are there. */
export function sum(values: Iterable<Value>): number {
  return numbersOf(values).reduce((total, value) => total + value, 0)
}

/** Rows by a field or by what a function says, in the order in which the keys first occur. */
export function groupBy<Row>(rows: readonly Row[], key: Key<Row>): { key: unknown; rows: Row[] }[] {
  const groups = new Map<unknown, Row[]>()
  for (const row of rows) {
    const name = fieldOf(row, key)
    const group = groups.get(name)
    if (group) group.push(row)
    else groups.set(name, [row])
  }
  return Array.from(groups, ([name, members]) => ({ key: name, rows: members }))
}

/** How many rows there are of each key, the most frequent first. */
export function countBy<Row>(rows: readonly Row[], key: Key<Row>): { key: unknown; count: number }[] {
  return groupBy(rows, key)
    .map((group) => ({ key: group.key, count: group.rows.length }))
    .sort((a, b) => b.count - a.count)
}

interface Series {
  label?: string
  ink?: string
  x: readonly number[]
  y: readonly number[]
}

interface PlotOptions {
  title: string
  /** Labels of the axes. */
  x?: string
  y?: string
  lines?: readonly (Series & { dashed?: boolean; dots?: boolean })[]
  points?: readonly (Series & { size?: number })[]
  /** Equal bins over the values, as counts. */
  histogram?: { values: Iterable<Value>; bins?: number; ink?: string; label?: string }
  caption?: string
  finding?: string
}

const INKS = ['accent', 'neg-2', 'pos-2', 'ink-2', 'task-numerical', 'task-summarization']

/** A figure of lines, points or one histogram: the cell's result when it is the last expression. */
export function plot(options: PlotOptions): object {
  const marks: Record<string, unknown>[] = []
  const rows: (string | number)[][] = []
  const add = (kind: string, series: Series, more: Record<string, unknown>) => {
    const label = series.label ?? ''
    marks.push({
      kind,
      label,
      ink: series.ink ?? INKS[marks.length % INKS.length],
      x: [...series.x],
      y: [...series.y],
      ...more,
    })
    series.x.forEach((x, i) => {
      rows.push([label, x, series.y[i]])
    })
  }
  for (const { dashed, dots, ...series } of options.lines ?? [])
    add('line', series, { dashed: dashed ?? false, dots: dots ?? false })
  for (const { size, ...series } of options.points ?? []) add('points', series, size ? { size } : {})
  if (options.histogram) {
    const { values, bins = 30, ink = 'amount-3', label = '' } = options.histogram
    const { edges, heights } = binned(numbersOf(values), bins)
    marks.push({ kind: 'bars', label, ink, edges, heights, style: 'filled' })
    heights.forEach((height, i) => {
      rows.push([label, edges[i], height])
    })
  }
  const xs = marks.flatMap((mark) => (mark.edges ?? mark.x) as number[])
  const ys = marks.flatMap((mark) => (mark.heights ?? mark.y) as number[])
  const bars = options.histogram !== undefined
  const x = axis(options.x ?? 'x', bars ? rangeOf(xs, false) : widened(rangeOf(xs, false)))
  const y = axis(options.y ?? (bars ? 'count' : 'y'), bars ? rangeOf(ys, true) : widened(rangeOf(ys, false)))
  const counted = options.histogram ? numbersOf(options.histogram.values).length : rows.length
  const words = `${options.title}: ${y.label} by ${x.label}, ${counted} ${counted === 1 ? 'value' : 'values'}.`
  const columns = [
    { name: 'series', label: 'Series', numeric: false },
    { name: 'x', label: x.label, numeric: true, form: formOf(xs) },
    { name: 'y', label: y.label, numeric: true, form: formOf(ys) },
  ]
  return {
    kind: 'code',
    title: options.title,
    caption: options.caption ?? words,
    finding: options.finding ?? '',
    alt: words,
    columns: 1,
    panels: marks.length > 0 ? [{ title: '', x, y, marks, alt: words }] : [],
    table: { columns, rows: rows.slice(0, 10_000) },
  }
}

const formOf = (values: readonly number[]) => (values.every(Number.isInteger) ? 'count' : 'reward')

/** Steps of 1, 2 or 5 times a power of ten, about five of them. */
function axis(label: string, range: [number, number]) {
  const [low, high] = range
  const rough = (high - low) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10)
  const ticks: { at: number; label: string }[] = []
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n++) {
    ticks.push({ at: n * step, label: tick(n * step) })
  }
  return { label, scale: 'linear', range, ticks }
}

/** Room for the marks at the edges. */
function widened([low, high]: [number, number]): [number, number] {
  const room = (high - low) * 0.03
  return [low - room, high + room]
}

function rangeOf(values: readonly number[], fromZero: boolean): [number, number] {
  let low = fromZero ? 0 : Number.POSITIVE_INFINITY
  let high = fromZero ? 1 : Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return [0, 1]
  return low === high ? [low - 0.5, high + 0.5] : [low, high]
}

function binned(values: readonly number[], bins: number): { edges: number[]; heights: number[] } {
  const [low, high] = rangeOf(values, false)
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins)
  const heights = new Array<number>(bins).fill(0)
  for (const value of values) heights[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]++
  return { edges, heights }
}
