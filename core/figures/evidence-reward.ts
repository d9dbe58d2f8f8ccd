import { type AgainstAxis, rewardAgainst } from './against.ts'
import type { Figure } from './figure.ts'
import { counted } from './format.ts'
import { type FigureEvidence, type FigureInput, type FigureParams, needEvidence } from './input.ts'

const X_BINS = 10

/** Small multiples: where in the prompt the evidence stands against reward: whether the middle is lost. */
export function evidenceRewardFigure(input: FigureInput, params: FigureParams): Figure {
  return rewardAgainst(input, params, evidenceAxis(needEvidence(input)))
}

/** Of each prompt the mean of the middles of its evidence: 0 the beginning, 1 the end. */
export function evidenceAxis(evidence: FigureEvidence): AgainstAxis {
  const depths = evidenceDepths(evidence)
  const unread = evidence.known.reduce((sum, known) => sum + (known ? 0 : 1), 0)
  const without = depths.reduce<number>((sum, depth, g) => sum + (depth === null && evidence.known[g] ? 1 : 0), 0)
  const notes = [
    without > 0 && `${counted(without, 'prompt')} without their gold answers word for word are left out.`,
    unread > 0 && `${counted(unread, 'prompt')} could not be read.`,
  ]
  return {
    ...{
      kind: 'evidence-reward',
      label: 'position of evidence',
      quantity: 'position',
      unit: 'share of the prompt',
      scale: 'linear',
    },
    form: 'share',
    placeOf: (group) => depths[group],
    edges: Array.from({ length: X_BINS + 1 }, (_, b) => b / X_BINS),
    ticks: [
      { at: 0, label: 'start' },
      { at: 0.5, label: 'middle' },
      { at: 1, label: 'end' },
    ],
    axisWords: 'where the evidence stands in the prompt (mean of the middles of the gold answers found in it)',
    note: notes.filter(Boolean).join(' '),
  }
}

/** Per group, null where no evidence was found or the prompt was not read. */
export function evidenceDepths({ known, offsets, starts, ends }: FigureEvidence): (number | null)[] {
  return Array.from(known, (read, g) => {
    const n = offsets[g + 1] - offsets[g]
    if (!read || n === 0) return null
    let sum = 0
    for (let i = offsets[g]; i < offsets[g + 1]; i++) sum += (starts[i] + ends[i]) / 2
    return Math.max(0, Math.min(1, sum / n))
  })
}
