/** A figure as Plotly's own JSON: pure data, drawn by whoever has Plotly. Bins stay bins. */
import type { Axis, Bars, Figure, Heat, Line, Mark, Panel, Plot, Points, Spans } from './figure.ts'
import { counted } from './format.ts'

const MINUS = '\u2212'

/** One trace, axis or layout: the JSON that Plotly documents. */
export type PlotlyObject = { readonly [key: string]: unknown }

export interface PlotlyFigure {
  readonly data: readonly PlotlyObject[]
  readonly layout: PlotlyObject
}

export interface PlotlyOptions {
  /** Pixels of the whole drawing: heads that do not fit beside each other lose their note. Default: room enough. */
  readonly width?: number
  /** A token's colour in the page's theme. */
  colour(ink: string): string
  readonly font: string
}

/** Heads of small multiples stand above their plots: room for them, as a share of a row. */
const HEAD = 0.13
const COLUMN_GAP = 0.05
const STRIP = 0.22

/** @returns traces over one x and y axis a plot, panels in `figure.columns` columns */
export function figureToPlotly(figure: Figure, options: PlotlyOptions): PlotlyFigure {
  const data: PlotlyObject[] = []
  const layout: Record<string, unknown> = baseLayout(figure, options)
  const annotations: PlotlyObject[] = []
  const rows = Math.max(1, Math.ceil(figure.panels.length / figure.columns))
  let axes = 0
  const addPlot = (plot: Plot, x: readonly [number, number], y: readonly [number, number]) => {
    axes++
    const suffix = axes === 1 ? '' : String(axes)
    layout[`xaxis${suffix}`] = { ...axisJson(plot.x, options), domain: x, anchor: `y${suffix}` }
    layout[`yaxis${suffix}`] = { ...axisJson(plot.y, options, plot), domain: y, anchor: `x${suffix}` }
    for (const mark of plot.marks) {
      const trace = traceOf(mark, plot, options)
      if (trace) data.push({ ...trace, xaxis: `x${suffix}`, yaxis: `y${suffix}` })
    }
  }
  figure.panels.forEach((panel, at) => {
    const x = columnDomain(at % figure.columns, figure.columns)
    const [low, high] = rowDomain(Math.floor(at / figure.columns), rows)
    const plotTop = panel.title ? high - (high - low) * HEAD : high
    const cut = panel.strip ? plotTop - (plotTop - low) * STRIP : plotTop
    if (panel.strip) addPlot(panel.strip, x, [cut + 0.01, plotTop])
    addPlot(panel, x, [low + 0.02, cut - (panel.strip ? 0.01 : 0)])
    if (panel.title) annotations.push(...heads(panel, x, plotTop, options))
  })
  layout.annotations = annotations
  return { data, layout }
}

function baseLayout(figure: Figure, { colour, font }: PlotlyOptions): Record<string, unknown> {
  const stacked = figure.panels.some((panel) => panel.marks.some((mark) => mark.kind === 'spans'))
  const named = figure.kind === 'code' && figure.panels.some(isNamed)
  return {
    // A bar too thin or too low to hit is met by its column. Plots of other marks are met by what lies nearest.
    hovermode: figure.panels.every(hasBars) ? 'x' : 'closest',
    barmode: 'overlay',
    bargap: 0,
    showlegend: stacked || figure.panels.some((panel) => panel.x.scale === 'category') || named,
    legend: {
      orientation: 'h',
      traceorder: 'normal',
      y: 1,
      yanchor: 'bottom',
      font: { color: colour('ink-2') },
    },
    margin: marginOf(figure, stacked),
    paper_bgcolor: colour('surface'),
    plot_bgcolor: colour('surface'),
    font: { family: font, size: 11, color: colour('ink-2') },
    hoverlabel: {
      namelength: -1,
      bgcolor: colour('raised'),
      bordercolor: colour('line-3'),
      font: { color: colour('ink-1') },
    },
    meta: { title: figure.title, caption: figure.caption },
  }
}

function hasBars({ marks }: Panel): boolean {
  return marks.some((mark) => mark.kind === 'bars')
}

/** Several series in one plot of a person's own: their names stand in a legend, where our own figures have words. */
function isNamed({ title, marks }: Panel): boolean {
  return title === '' && marks.filter((mark) => mark.kind !== 'rule' && mark.label !== '').length > 1
}

/** Room for what stands outside the plots: names of rows, numbers of a y axis, a legend. */
function marginOf(figure: Figure, stacked: boolean): PlotlyObject {
  const numbered = figure.panels.some((panel) => (panel.y.ticks?.length ?? 0) > 0)
  const titled = figure.panels.some((panel) => panel.title)
  return { l: stacked ? 150 : numbered ? 34 : 4, r: stacked ? 24 : 6, t: titled ? 4 : 34, b: titled ? 8 : 30 }
}

function columnDomain(column: number, columns: number): [number, number] {
  const width = (1 - COLUMN_GAP * (columns - 1)) / columns
  const from = column * (width + COLUMN_GAP)
  return [from, Math.min(1, from + width)]
}

function rowDomain(row: number, rows: number): [number, number] {
  const height = 1 / rows
  return [Math.max(0, 1 - (row + 1) * height + height * 0.1), 1 - row * height]
}

/** Pixels of a letter in a head, of its swatch with what lies between title and value. */
const LETTER = 6.2
const SWATCH = 28

function heads(
  panel: Panel,
  x: readonly [number, number],
  y: number,
  { colour, width = Number.POSITIVE_INFINITY }: PlotlyOptions,
): PlotlyObject[] {
  const common = { xref: 'paper', yref: 'paper', y, yanchor: 'bottom', showarrow: false }
  const swatch = panel.ink ? `<span style="color:${colour(panel.ink)}">■</span> ` : ''
  const value = panel.value ? `<b>${plain(panel.value)}</b>` : ''
  const letters = panel.title.length + (panel.value?.length ?? 0) + (panel.note?.length ?? 0) + 2
  const fits = letters * LETTER + SWATCH <= (x[1] - x[0]) * width
  const note = [value, panel.note && fits ? plain(panel.note) : ''].filter(Boolean).join(', ')
  const title = {
    ...common,
    x: x[0],
    xanchor: 'left',
    text: swatch + plain(panel.title),
    font: { size: 12, color: colour('ink-1') },
  }
  return note ? [title, { ...common, x: x[1], xanchor: 'right', text: note }] : [title]
}

/** Plotly reads a few tags in its texts: ours are words. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function axisJson(axis: Axis, { colour }: PlotlyOptions, plot?: Plot): PlotlyObject {
  const ticks = axis.ticks
  const bars = plot !== undefined && axis.scale === 'root'
  const at = (value: number) =>
    axis.scale === 'log' ? Math.log10(value) : axis.scale === 'root' ? Math.sqrt(value) : value
  const span = plot?.marks.some((mark) => mark.kind === 'spans')
  const range = axis.range.map(at)
  return {
    type: axis.scale === 'log' ? 'log' : 'linear',
    // Categories down the page, and half a step of room around them.
    range:
      axis.scale === 'category' ? (span ? [range[1] + 0.6, range[0] - 0.6] : [range[0] - 0.2, range[1] + 0.2]) : range,
    ...(ticks && {
      tickmode: 'array',
      tickvals: ticks.map((t) => (axis.scale === 'log' ? t.at : at(t.at))),
      ticktext: ticks.map((t) => plain(t.label)),
    }),
    showticklabels: !bars && (ticks === undefined || ticks.length > 0),
    showgrid: !bars && plot !== undefined,
    gridcolor: colour('line-1'),
    linecolor: colour('line-3'),
    showline: plot === undefined,
    zeroline: false,
    tickfont: { color: colour('ink-3') },
    ticks: plot === undefined ? 'outside' : '',
    tickcolor: colour('line-3'),
    fixedrange: false,
  }
}

function traceOf(mark: Mark, plot: Plot, options: PlotlyOptions): PlotlyObject | null {
  switch (mark.kind) {
    case 'bars':
      return barsTrace(mark, plot, options)
    case 'line':
      return lineTrace(mark, plot, options)
    case 'points':
      return pointsTrace(mark, plot, options)
    case 'heat':
      return heatTrace(mark, plot, options)
    case 'spans':
      return spansTrace(mark, options)
    case 'rule':
      return ruleTrace(mark, plot, options)
  }
}

/** Heights at their root where the axis says so; the share itself stands in the hover. */
function barsTrace(mark: Bars, plot: Plot, { colour }: PlotlyOptions): PlotlyObject {
  const drawn = (height: number) => (plot.y.scale === 'root' ? Math.sqrt(height) : height)
  // At their root stand shares; on an axis of its own, what a person counted.
  const says = (height: number) => (plot.y.scale === 'root' ? share(height) : withUnit(plot.y, valueOn(plot.y, height)))
  const words = mark.heights.map(
    // The gutter beside a distribution holds what has no place on its axis.
    (height, b) =>
      mark.style === 'hatched'
        ? says(height)
        : `${short(mark.edges[b])} to ${short(mark.edges[b + 1])}: ${says(height)}`,
  )
  const common = { name: mark.label, text: words, hoverinfo: 'text+name', textposition: 'none' }
  if (mark.style === 'outline') {
    return {
      ...common,
      type: 'scatter',
      mode: 'lines',
      x: [mark.edges[0], ...mark.edges],
      y: [0, ...mark.heights.map(drawn), 0],
      text: ['', ...words, ''],
      line: { shape: 'hv', width: 1, color: colour(mark.ink) },
    }
  }
  const middles = mark.heights.map((_, b) => (mark.edges[b] + mark.edges[b + 1]) / 2)
  const widths = mark.heights.map((_, b) => mark.edges[b + 1] - mark.edges[b])
  // Plotly takes the step between bars for their column, and a lone bar's for 1: it would be met half a plot away.
  const lone = middles.length === 1
  const signed = mark.signed
  const inks = signed ? middles.map((x) => colour(x < 0 ? signed.negative : signed.positive)) : colour(mark.ink)
  const hatched = mark.style === 'hatched'
  return {
    ...common,
    type: 'bar',
    x: lone ? [middles[0], middles[0] - widths[0]] : middles,
    width: lone ? [widths[0], widths[0]] : widths,
    y: lone ? [drawn(mark.heights[0]), null] : mark.heights.map(drawn),
    marker: hatched
      ? {
          color: colour('surface'),
          line: { color: colour(mark.ink), width: 1 },
          pattern: { shape: '/', size: 4, fgcolor: colour(mark.ink) },
        }
      : { color: inks, line: { color: colour('surface'), width: 0.6 } },
  }
}

/** A value as an axis has it: the name of a category, else its number to four digits, grouped. */
function valueOn(axis: Axis, value: number): string {
  if (axis.scale === 'category') return axis.categories?.[value] ?? axis.ticks?.find((t) => t.at === value)?.label ?? ''
  const digits = Math.abs(value) >= 1e4 ? 0 : undefined
  const number = digits === 0 ? Math.round(value) : Number(value.toPrecision(4))
  return number.toLocaleString('en-US', { maximumFractionDigits: 12 }).replace('-', MINUS)
}

/** "10,240 bytes": a number with its unit, where there is one. */
function withUnit(axis: Axis, words: string): string {
  return axis.unit ? `${words} ${axis.unit}` : words
}

/** What a point says: where it stands, and its value. */
function pointWords({ x, y }: { readonly x: readonly number[]; readonly y: readonly number[] }, plot: Plot): string[] {
  return x.map((at, i) => `${withUnit(plot.x, valueOn(plot.x, at))}: ${withUnit(plot.y, valueOn(plot.y, y[i]))}`)
}

function lineTrace(mark: Line, plot: Plot, { colour }: PlotlyOptions): PlotlyObject {
  return {
    text: pointWords(mark, plot),
    hoverinfo: 'text+name',
    type: 'scatter',
    mode: mark.dots ? 'lines+markers' : 'lines',
    name: mark.label,
    x: mark.x,
    y: mark.y,
    line: { color: colour(mark.ink), width: 1.6, ...(mark.dashed && { dash: 'dash' }) },
    marker: { symbol: 'square', size: 5, color: colour(mark.ink) },
    ...UNDIMMED,
  }
}

function pointsTrace(mark: Points, plot: Plot, { colour }: PlotlyOptions): PlotlyObject {
  const marker = { symbol: 'square', size: mark.size ?? 3, color: colour(mark.ink) }
  const words = { text: pointWords(mark, plot), hoverinfo: 'text+name' }
  return { type: 'scatter', mode: 'markers', name: mark.label, x: mark.x, y: mark.y, marker, ...words }
}

/** Cells by the root of their count, as the SVG draws them; the count itself in the hover. */
function heatTrace(mark: Heat, plot: Plot, { colour }: PlotlyOptions): PlotlyObject {
  const columns = mark.xEdges.length - 1
  const rows = Array.from({ length: mark.yEdges.length - 1 }, (_, r) =>
    mark.counts.slice(r * columns, (r + 1) * columns),
  )
  return {
    type: 'heatmap',
    name: mark.label,
    x: mark.xEdges,
    y: mark.yEdges,
    z: rows.map((row) => row.map((n) => (n > 0 ? Math.sqrt(n) : null))),
    text: rows.map((row, r) =>
      row.map(
        (n, c) => `${counted(n, 'rollout')}: ${between(plot.x, mark.xEdges, c)}, ${between(plot.y, mark.yEdges, r)}`,
      ),
    ),
    hoverinfo: 'text',
    hoverongaps: false,
    showscale: false,
    colorscale: [
      [0, colour('zero')],
      [1, colour('amount-2')],
    ],
    xgap: 0.5,
    ygap: 0.5,
  }
}

function between(axis: Axis, edges: readonly number[], at: number): string {
  return withUnit(axis, `${axis.label} ${valueOn(axis, edges[at])} to ${valueOn(axis, edges[at + 1])}`)
}

const SHAPES = { hatched: '/', 'hatched-back': '\\', crossed: 'x' } as const

/** A brush takes in whole lines and every bar that it touches: Plotly would dim those whose ends lie outside of it. */
const UNDIMMED: PlotlyObject = { unselected: { marker: { opacity: 1 } } }

function spansTrace(mark: Spans, { colour }: PlotlyOptions): PlotlyObject {
  const ink = colour(mark.ink)
  const edge = { color: ink, width: 1 }
  const shape = mark.style in SHAPES ? SHAPES[mark.style as keyof typeof SHAPES] : null
  const marker =
    mark.style === 'filled'
      ? { color: ink }
      : { color: colour('surface'), line: edge, ...(shape && { pattern: { shape, size: 4, fgcolor: ink } }) }
  return {
    type: 'bar',
    orientation: 'h',
    name: mark.label,
    base: mark.from,
    x: mark.to.map((to, row) => to - mark.from[row]),
    y: mark.to.map((_, row) => row),
    width: 0.6,
    text: mark.to.map((to, row) => `${mark.label}: ${share(to - mark.from[row])}`),
    textposition: 'none',
    hoverinfo: 'text',
    marker,
    ...UNDIMMED,
  }
}

function ruleTrace(
  mark: { readonly at: number; readonly axis: 'x' | 'y'; readonly label: string },
  plot: Plot,
  { colour }: PlotlyOptions,
): PlotlyObject {
  const along = mark.axis === 'x' ? plot.y.range : plot.x.range
  const still = [mark.at, mark.at]
  const line = { color: colour('ink-3'), width: 1, dash: 'dot' }
  const ends = mark.axis === 'x' ? { x: still, y: along } : { x: along, y: still }
  return { type: 'scatter', mode: 'lines', name: mark.label, ...ends, line, hoverinfo: 'name' }
}

function share(value: number): string {
  return `${(value * 100).toFixed(1)} %`
}

function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', MINUS)
}
