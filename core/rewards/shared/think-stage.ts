import type { Reward, Stage } from '../../model/reward.ts'
import { counted, inResponse, stage } from './stages.ts'

/** The gate as a stage: where the tags stand, and whether they let the response through. */
export function gateStage(response: string, stopped: Reward | null): Stage {
  const opens = placesOf(response, '<think>')
  const closes = placesOf(response, '</think>')
  const label =
    stopped === null
      ? `One </think>, at ${counted(closes[0])}`
      : stopped.reason === 'gate:no-think-end'
        ? 'No </think>: the trainer does not look further'
        : `<think> ${times(opens.length)}, </think> ${times(closes.length)}: the trainer does not look further`
  return stage({
    kind: 'gate',
    label,
    verdict: stopped ? 'fail' : 'pass',
    values: [
      { name: '<think>', value: opens.length },
      { name: '</think>', value: closes.length },
    ],
    spans: [
      ...opens.map((at) => inResponse(at, at + 7, opens.length > 1 ? 'duplicate' : 'note')),
      ...closes.map((at) => inResponse(at, at + 8, closes.length > 1 ? 'duplicate' : 'note')),
    ].sort((a, b) => a.start - b.start),
  })
}

function placesOf(text: string, tag: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + tag.length)) places.push(at)
  return places
}

function times(count: number): string {
  return count === 1 ? 'once' : `${counted(count)} times`
}
