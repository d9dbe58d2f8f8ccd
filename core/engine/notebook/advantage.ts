import type { RunColumns } from '../../contract.ts'
import { STATISTICS, taskStatistics } from '../../estimators/index.ts'
import type { Figure } from '../../figures/figure.ts'
import { DEFAULT_FIGURE_PARAMS, type FigureEvidence, figureNamed } from '../../figures/index.ts'
import type { AdvantageParams, FigureParams } from '../../notebook/cells.ts'
import { batchOf, estimateColumns } from '../../notebook/estimate.ts'
import type { AdvantageOutput } from '../../notebook/outputs.ts'

/** The figure that an advantage cell shows: rewards before, advantages after, per task. */
const OWN_FIGURE = 'advantages'

export function advantageOutput(columns: RunColumns, params: AdvantageParams): AdvantageOutput {
  const { estimate, droppedGroups, statistics, figures } = estimateColumns(columns, params)
  const rows = columns.rewardTypes.flatMap((rewardType, type) => {
    const figuresOf = statistics[type]
    if (!figuresOf) return []
    return [{ reward_type: rewardType, ...Object.fromEntries(STATISTICS.map((name) => [name, figuresOf[name]])) }]
  })
  return {
    kind: 'advantage',
    run: columns.run,
    reward: columns.reward,
    estimator: params.estimator,
    statistics: rows,
    meanPassRate: estimate.meanPassRate,
    droppedGroups: droppedGroups ?? 0,
    stages: figureNamed('stages').build(figures, DEFAULT_FIGURE_PARAMS),
    figure: figureNamed(OWN_FIGURE).build(figures, DEFAULT_FIGURE_PARAMS),
  }
}

/** @param advantage of the cell above, null where the figure draws a score */
export function figureOutput(
  columns: RunColumns,
  { figure, ...params }: FigureParams,
  advantage: AdvantageParams | null,
  evidence?: FigureEvidence,
): Figure {
  const input = advantage
    ? estimateColumns(columns, advantage).figures
    : { columns, statistics: taskStatistics(batchOf(columns)) }
  return figureNamed(figure).build({ ...input, ...(evidence && { evidence }) }, { ...DEFAULT_FIGURE_PARAMS, ...params })
}
