import { JsonLimitError, type Places } from '../../math/python/json.ts'
import { str } from '../../math/python/repr.ts'
import type { PyValue } from '../../math/python/values.ts'
import { skipSpace } from '../../math/python/whitespace.ts'
import type { Span, Stage } from '../../model/reward.ts'
import { combineStage } from '../shared/aligned-stages.ts'
import { inGold, inResponse, MOST_ROWS, plural, shown, stage } from '../shared/stages.ts'
import type { UsableGold } from './gold.ts'
import { cellsOf, nearestRow } from './nearest.ts'
import { answerBox, predictedData, rowKey } from './rows.ts'

/** Extra rows among which the nearest one is looked for. */
const MOST_CANDIDATES = 2000

/** Rows of the gold as texts: the items of the trace's gold. */
export function goldTexts(gold: UsableGold): string[] {
  return gold.kind === 'rows' ? gold.rows.map(str) : []
}

export function explainIou(response: string, gold: UsableGold): Stage[] {
  const box = answerBox(response)
  const start = skipSpace(response, box.start, box.end)
  const extract = stage({
    kind: 'extract',
    label: box.start > 0 ? 'The text of the first <answer>' : 'No <answer>: the whole response is read as JSON',
    verdict: box.start > 0 ? 'pass' : 'note',
    spans: [inResponse(box.start, box.end, 'note')],
  })
  const places: Places = new Map()
  let data: PyValue
  let failure: string | null
  try {
    const predicted = predictedData(response.slice(box.start, box.end), places)
    data = predicted.data
    failure = predicted.failure
  } catch (error) {
    if (!(error instanceof JsonLimitError)) throw error
    return [extract, stage({ kind: 'normalise', label: `Not read: ${error.message}`, verdict: 'fail' })]
  }
  if (!Array.isArray(data)) {
    return [extract, stage({ kind: 'normalise', label: `"data" is no list but ${str(data)}`, verdict: 'fail' })]
  }
  if (failure !== null) {
    const label = `No JSON object: ${failure}; the trainer takes no rows`
    return [extract, stage({ kind: 'normalise', label, verdict: 'fail' })]
  }
  const normalise = stage({
    kind: 'normalise',
    label: `${plural(data.length, 'row')} said; every cell as Python's str() writes it`,
    values: [{ name: 'rows', value: data.length }],
    table: { columns: ['row', 'cells'], rows: data.map((row, at) => [at + 1, cellsOf(row).join(' | ')]) },
  })
  if (gold.kind === 'broken') {
    return [extract, normalise, stage({ kind: 'compare', label: gold.error.parts.what, verdict: 'fail' })]
  }
  const spots = (places.get(data) ?? []).map((place) => ({ start: place.start + start, end: place.end + start }))
  return [extract, normalise, ...compareRows(data, gold.rows, spots)]
}

function compareRows(
  said: readonly PyValue[],
  wanted: readonly PyValue[],
  spots: readonly { readonly start: number; readonly end: number }[],
): Stage[] {
  const partner = matchRows(said, wanted)
  const extra = said.flatMap((_, at) => (partner.said[at] === null ? [at] : []))
  const missing = wanted.flatMap((_, item) => (partner.wanted[item] === null ? [item] : []))
  const candidates = extra.slice(0, MOST_CANDIDATES).map((at) => cellsOf(said[at]))
  const rows: (string | number | null)[][] = []
  for (const item of missing.slice(0, MOST_ROWS)) {
    const cells = cellsOf(wanted[item])
    const nearest = nearestRow(cells, candidates)
    const differing = nearest?.differences.map(
      ({ cell, wanted: want, said: got }) => `cell ${cell + 1}: ${shownCell(got)} instead of ${shownCell(want)}`,
    )
    const row = nearest === null ? null : extra[nearest.index] + 1
    rows.push([item + 1, row, 'missing', cells.join(' | '), differing?.join('; ') ?? 'no row is near'])
  }
  for (const at of extra) rows.push([null, at + 1, 'extra', cellsOf(said[at]).join(' | '), null])
  wanted.forEach((row, item) => {
    const at = partner.wanted[item]
    if (at !== null) rows.push([item + 1, at + 1, 'matched', cellsOf(row).join(' | '), null])
  })
  const texts = wanted.map(str)
  const spans: Span[] = [
    ...spots.map((spot, at) => inResponse(spot.start, spot.end, partner.said[at] === null ? 'extra' : 'matched')),
    ...texts.map((text, item) => inGold(item, 0, text.length, partner.wanted[item] === null ? 'missing' : 'matched')),
  ]
  const matches = wanted.length - missing.length
  const union = said.length + wanted.length - matches
  const value = union === 0 ? 0 : matches / union
  const compare = stage({
    kind: 'compare',
    label: `${matches} of ${plural(wanted.length, 'gold row')} said, ${extra.length} extra`,
    verdict: matches > 0 ? 'pass' : 'fail',
    values: [
      { name: 'matched', value: matches },
      { name: 'missing', value: missing.length },
      { name: 'extra', value: extra.length },
    ],
    spans,
    table: { columns: ['gold row', 'said row', 'verdict', 'cells', 'nearest said row differs in'], rows },
  })
  const formula =
    union === 0
      ? 'no rows on either side = 0'
      : `${matches} / (${said.length} + ${wanted.length} - ${matches}) = ${shown(value)}`
  return [compare, combineStage('Rows shared over rows of both, repeats counted', formula, value)]
}

/** Pairs equal rows off in order: which gold row each said row matches, and the other way round. */
function matchRows(said: readonly PyValue[], wanted: readonly PyValue[]) {
  const open = new Map<string, number[]>()
  wanted.forEach((row, item) => {
    const key = rowKey(row)
    const items = open.get(key)
    if (items) items.push(item)
    else open.set(key, [item])
  })
  for (const items of open.values()) items.reverse()
  const result = {
    said: said.map(() => null as number | null),
    wanted: wanted.map(() => null as number | null),
  }
  said.forEach((row, at) => {
    const item = open.get(rowKey(row))?.pop()
    if (item === undefined) return
    result.said[at] = item
    result.wanted[item] = at
  })
  return result
}

function shownCell(text: string | null): string {
  return text === null ? 'nothing' : `"${text}"`
}
