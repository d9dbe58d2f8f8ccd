import type { Stage } from '../../model/reward.ts'
import { extractStage, normaliseStage } from './line-stages.ts'
import {
  ALIGNMENT_COLUMNS,
  type Alignment,
  align,
  alignmentRows,
  alignmentSpans,
  type Line,
  linesWithPlaces,
} from './line-view.ts'
import type { ListGold } from './list-reward.ts'
import { counted, plural, type StageParts, stage } from './stages.ts'

/** The lines of a response aligned with the gold, and the stages that say so: what the list rewards' traces share. */
export interface AlignedView {
  readonly lines: readonly Line[]
  readonly alignment: Alignment
  /** extract, normalise, compare */
  readonly stages: readonly Stage[]
}

export function alignedView(response: string, from: number, gold: ListGold): AlignedView {
  const lines = linesWithPlaces(response, from)
  const alignment = align(lines, gold.answers)
  const stages = [
    extractStage(response, from, lines),
    normaliseStage(response, lines, gold),
    compareStage(alignment, gold),
  ]
  return { lines, alignment, stages }
}

function compareStage(alignment: Alignment, gold: ListGold): Stage {
  const of = (verdict: string) => alignment.lines.filter((line) => line.verdict === verdict).length
  const found = alignment.gold.filter((verdict) => verdict === 'matched').length
  const distinct = alignment.gold.filter((verdict) => verdict !== 'duplicate').length
  const parts = [
    `${counted(found)} of ${plural(distinct, 'gold answer')} said`,
    of('extra') > 0 && `${counted(of('extra'))} extra`,
    of('duplicate') > 0 && `${counted(of('duplicate'))} repeated`,
    of('blank') > 0 && `${counted(of('blank'))} blank`,
  ]
  return stage({
    kind: 'compare',
    label: parts.filter(Boolean).join(', '),
    verdict: found > 0 ? 'pass' : 'fail',
    values: [
      { name: 'matched', value: of('matched') },
      { name: 'missing', value: distinct - found },
      { name: 'extra', value: of('extra') },
      { name: 'repeated', value: of('duplicate') },
      { name: 'blank', value: of('blank') },
    ],
    spans: alignmentSpans(alignment, gold.items),
    table: { columns: ALIGNMENT_COLUMNS, rows: alignmentRows(alignment, gold.answers) },
  })
}

/** The last stage: the formula with its numbers. A value outside [0, 1] is the trainer's failed assertion. */
export function combineStage(label: string, formula: string, value: number, more: Partial<StageParts> = {}): Stage {
  const fits = value >= 0 && value <= 1
  return stage({
    ...more,
    kind: 'combine',
    label: fits ? label : `${label}: outside [0, 1], the trainer's assertion fails`,
    verdict: value > 0 && fits ? 'pass' : 'fail',
    formula,
  })
}
