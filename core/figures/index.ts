import { LongviewError, shownValue } from '../model/errors.ts'
import { advantagesFigure } from './advantages.ts'
import { evidenceRewardFigure } from './evidence-reward.ts'
import type { Figure } from './figure.ts'
import { groupSpreadFigure } from './group-spread.ts'
import { DEFAULT_FIGURE_PARAMS, type FigureInput, type FigureParams } from './input.ts'
import { lengthRewardFigure } from './length-reward.ts'
import { passRateFigure } from './pass-rate.ts'
import { reasonsFigure } from './reasons-by-task.ts'
import { rewardsFigure } from './rewards.ts'
import { stagesFigure } from './stages.ts'
import { statisticsFigure } from './statistics.ts'

/** One kind of figure. A new one is a file and a line here; menus, `plot --figure` and docs derive from the table. */
export interface FigureKind {
  readonly kind: string
  readonly label: string
  /** What it must be given besides a run's rewards. */
  readonly needs: 'rewards' | 'advantages' | 'statistics' | 'evidence'
  build(input: FigureInput, params: FigureParams): Figure
}

export const FIGURES: readonly FigureKind[] = [
  { kind: 'rewards', label: 'reward by task', needs: 'rewards', build: rewardsFigure },
  { kind: 'advantages', label: 'reward and advantage by task', needs: 'advantages', build: advantagesFigure },
  { kind: 'stages', label: 'spread by stage', needs: 'advantages', build: stagesFigure },
  { kind: 'group-spread', label: 'spread within groups', needs: 'rewards', build: groupSpreadFigure },
  { kind: 'length-reward', label: 'length against reward', needs: 'rewards', build: lengthRewardFigure },
  {
    kind: 'evidence-reward',
    label: 'position of evidence against reward',
    needs: 'evidence',
    build: evidenceRewardFigure,
  },
  { kind: 'pass-rate', label: 'pass rate by task', needs: 'rewards', build: passRateFigure },
  { kind: 'reasons', label: 'reasons by task', needs: 'rewards', build: reasonsFigure },
  { kind: 'statistics', label: 'statistics by reward type', needs: 'statistics', build: statisticsFigure },
]

/** @throws LongviewError `not-found` that lists the known kinds. */
export function figureNamed(kind: string): FigureKind {
  const found = FIGURES.find((each) => each.kind === kind)
  if (found) return found
  throw new LongviewError({
    code: 'not-found',
    what: 'There is no figure of this kind.',
    value: shownValue(kind),
    remedy: `Known: ${FIGURES.map((each) => each.kind).join(', ')}.`,
  })
}

export function buildFigure(kind: string, input: FigureInput, params: Partial<FigureParams> = {}): Figure {
  return figureNamed(kind).build(input, { ...DEFAULT_FIGURE_PARAMS, ...params })
}

export type { FigureEvidence, FigureInput, FigureParams, RunAdvantages, RunRewards } from './input.ts'
export { DEFAULT_FIGURE_PARAMS } from './input.ts'
