import type { Span, Stage } from '../../model/reward.ts'
import { answerRange, answerStart } from './answer-area.ts'
import type { Line } from './line-view.ts'
import type { ListGold } from './list-reward.ts'
import { counted, inGold, inResponse, plural, stage } from './stages.ts'

/** Which part of the response is read as the answer. */
export function extractStage(response: string, from: number, lines: readonly Line[]): Stage {
  const { start, marker } = answerStart(response, from)
  const area = answerRange(response, from)
  const spans: Span[] = []
  if (marker) spans.push(inResponse(start - marker.length, start, 'note', { note: 'answer area starts' }))
  spans.push(inResponse(area.start, area.end, 'note', { note: 'answer area' }))
  const whole = from > 0 ? 'all that follows the thinking is read' : 'the whole response is read, thinking included'
  return stage({
    kind: 'extract',
    label: marker ? `${plural(lines.length, 'line')} after the last ${marker}` : `No [Answer] or [答案]: ${whole}`,
    verdict: marker || from > 0 ? 'pass' : 'note',
    values: [
      { name: 'marker', value: marker },
      { name: 'from', value: area.start },
      { name: 'to', value: area.end },
      { name: 'lines', value: lines.length },
    ],
    spans,
  })
}

/** What lower-casing, stripping and collapsing changed, on both sides. */
export function normaliseStage(response: string, lines: readonly Line[], gold: ListGold): Stage {
  const changed = lines.filter((line) => response.slice(line.start, line.end) !== line.text && line.text !== '')
  const changedGold = gold.items.filter((item, at) => item !== gold.answers[at]).length
  const spans = [
    ...changed.map((line) => inResponse(line.start, line.end, 'note', { seen: line.text })),
    ...gold.items.flatMap((item, at) =>
      item === gold.answers[at] ? [] : [inGold(at, 0, item.length, 'note', { seen: gold.answers[at] })],
    ),
  ]
  const what = 'by lower-casing, stripping and collapsing white space'
  return stage({
    kind: 'normalise',
    label: `${counted(changed.length)} of ${plural(lines.length, 'line')} and ${counted(changedGold)} of ${plural(gold.items.length, 'gold answer')} changed ${what}`,
    values: [
      { name: 'lines changed', value: changed.length },
      { name: 'gold answers changed', value: changedGold },
    ],
    spans,
  })
}
