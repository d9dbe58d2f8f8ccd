import type { Figure, Hatch, Panel } from './figure.ts'
import { drawPanel, type Paint, panelHeight } from './svg/panel.ts'
import { drawSeries, isSeries, seriesHeight } from './svg/series.ts'
import { drawSpansPanel, isSpans, spansHeight } from './svg/spans.ts'
import { drawTable, tableHeight } from './svg/table.ts'
import { escapeXml, round, SANS, text, wrap } from './svg/text.ts'
import { colour, type Theme } from './tokens.ts'

export interface SvgOptions {
  /** Pixels; default 880. Small multiples lose columns where they would get narrower than 170. */
  readonly width?: number
  /** `css` names the page's tokens, light and dark put their colours in. Default light. */
  readonly theme?: Theme
  /** Title above and caption below, on the surface's colour: a file of its own. Default true. */
  readonly words?: boolean
  /** Height of a small multiple's plot in pixels; default 100. */
  readonly plotHeight?: number
}

const GAP = 16
const ROW_GAP = 14
const NARROWEST = 170
const MARGIN = 20

/** A figure as one SVG element, without a DOM. All its words are escaped, and it refers to nothing outside itself. */
export function renderSvg(figure: Figure, options: SvgOptions = {}): string {
  const { width = 880, theme = 'light', words = true, plotHeight = 100 } = options
  const margin = words ? MARGIN : 0
  const inner = width - 2 * margin
  const hatches = new Map<string, string>()
  const prefix = `h${hash(`${figure.kind}|${figure.title}|${figure.caption}`)}`
  const paint: Paint = {
    colour: (ink) => colour(ink, theme),
    hatch: (ink, kind) => {
      const id = `${prefix}-${kind}-${ink}`
      hatches.set(id, pattern(id, kind, colour(ink, theme)))
      return `url(#${id})`
    },
  }
  const head = words ? drawTitle(figure, inner, paint) : { svg: '', height: 0 }
  const body = drawBody(figure, inner, plotHeight, paint)
  const foot = words ? drawCaption(figure, inner, paint) : { svg: '', height: 0 }
  const height = Math.ceil(2 * margin + head.height + body.height + foot.height)
  const move = (y: number, svg: string) =>
    svg ? `<g transform="translate(${margin} ${round(margin + y)})">${svg}</g>` : ''
  const ground = words ? `<rect width="${width}" height="${height}" fill="${paint.colour('surface')}"/>` : ''
  const family = theme === 'css' ? 'var(--sans)' : escapeXml(SANS)
  const described = figure.panels.map((panel) => panel.alt).join(' ')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"`,
    ` aria-label="${escapeXml(figure.alt)}" font-family="${family}"><desc>${escapeXml(described)}</desc>`,
    hatches.size > 0 ? `<defs>${[...hatches.values()].join('')}</defs>` : '',
    ground,
    move(0, head.svg),
    move(head.height, body.svg),
    move(head.height + body.height, foot.svg),
    '</svg>',
  ].join('')
}

interface Drawn {
  readonly svg: string
  readonly height: number
}

function drawBody(figure: Figure, width: number, plotHeight: number, paint: Paint): Drawn {
  if (figure.panels.length === 0)
    return { svg: drawTable(figure.table, width, paint), height: tableHeight(figure.table) }
  const fits = Math.max(1, Math.floor((width + GAP) / (NARROWEST + GAP)))
  const columns = Math.min(figure.columns, fits)
  const each = (width - GAP * (columns - 1)) / columns
  const parts: string[] = []
  let y = 0
  for (let from = 0; from < figure.panels.length; from += columns) {
    const row = figure.panels.slice(from, from + columns)
    row.forEach((panel, c) => {
      parts.push(
        `<g transform="translate(${round(c * (each + GAP))} ${round(y)})">${drawOne(panel, each, plotHeight, paint)}</g>`,
      )
    })
    y += Math.max(...row.map((panel) => heightOf(panel, each, plotHeight))) + ROW_GAP
  }
  return { svg: parts.join(''), height: y - ROW_GAP }
}

function drawOne(panel: Panel, width: number, plotHeight: number, paint: Paint): string {
  if (isSeries(panel)) return drawSeries(panel, width, paint)
  if (isSpans(panel)) return drawSpansPanel(panel, width, paint)
  return drawPanel(panel, width, plotHeight, paint)
}

function heightOf(panel: Panel, width: number, plotHeight: number): number {
  if (isSeries(panel)) return seriesHeight(panel)
  if (isSpans(panel)) return spansHeight(panel, width)
  return panelHeight(panel, plotHeight)
}

function drawTitle(figure: Figure, width: number, paint: Paint): Drawn {
  const lines = wrap(figure.title, 15, width)
  const svg = lines.map((line, k) => text(0, 14 + 20 * k, line, { size: 15, fill: paint.colour('ink-1'), bold: true }))
  return { svg: svg.join(''), height: lines.length * 20 + 10 }
}

function drawCaption(figure: Figure, width: number, paint: Paint): Drawn {
  const room = Math.min(width, 680)
  const finding = wrap(figure.finding, 12, room)
  const caption = wrap(figure.caption, 11, room)
  const out = finding.map((line, k) => text(0, 28 + 16 * k, line, { size: 12, fill: paint.colour('ink-1') }))
  caption.forEach((line, k) => {
    out.push(text(0, 28 + 16 * (finding.length + k), line, { fill: paint.colour('ink-3') }))
  })
  return { svg: out.join(''), height: 20 + 16 * (finding.length + caption.length) }
}

const HATCH_LINES: Readonly<Record<Hatch, string>> = {
  hatched: 'M0 0V4',
  'hatched-back': 'M0 0H4',
  crossed: 'M0 0V4M0 0H4',
}

function pattern(id: string, kind: Hatch, stroke: string): string {
  const turned = 'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
  return `<pattern id="${id}" width="4" height="4" ${turned}><path stroke="${stroke}" d="${HATCH_LINES[kind]}"/></pattern>`
}

/** FNV-1a, to keep the pattern ids of two figures on one page apart. */
function hash(words: string): string {
  let h = 0x811c9dc5
  for (let i = 0; i < words.length; i++) h = Math.imul(h ^ words.charCodeAt(i), 0x01000193)
  return (h >>> 0).toString(36)
}
