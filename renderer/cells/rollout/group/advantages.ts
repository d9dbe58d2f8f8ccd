import type { Engine, RunColumns } from '../../../../core/contract.ts'
import type { Estimate } from '../../../../core/estimators/estimator.ts'
import type { AdvantageParams } from '../../../../core/notebook/cells.ts'
import { estimateColumns } from '../../../../core/notebook/estimate.ts'
import type { RunView } from '../../../stores/selection.ts'

/** The advantages of one group by response index; null: it takes no part (no reward, or its group was dropped). */
export type GroupAdvantages = ReadonlyMap<number, number | null>

interface Estimated {
  readonly columns: RunColumns
  readonly estimate: Estimate
}

/** The whole run is estimated once, not for each group that is looked at: an estimator may speak of all of a type. */
let kept: { readonly key: string; readonly estimated: Promise<Estimated> } | null = null

/** @param key of the advantage cell's output: another one is estimated anew */
export async function groupAdvantages(
  engine: Engine,
  key: string,
  view: RunView & { readonly reward: string },
  params: AdvantageParams,
  sampleId: string,
): Promise<GroupAdvantages> {
  if (kept?.key !== key) {
    const estimated = engine
      .columns({ run: view.run, reward: view.reward })
      .then((columns) => ({ columns, estimate: estimateColumns(columns, { ...params, compareWith: null }).estimate }))
    kept = { key, estimated }
    estimated.catch(() => {
      if (kept?.key === key) kept = null // asked again next time
    })
  }
  const { columns, estimate } = await kept.estimated
  return advantagesAt(columns, estimate, sampleId)
}

export function advantagesAt(columns: RunColumns, estimate: Estimate, sampleId: string): GroupAdvantages {
  const { offsets, indices } = columns
  const group = columns.sampleIds.indexOf(sampleId)
  const found = new Map<number, number | null>()
  if (group < 0) return found
  for (let i = offsets[group]; i < offsets[group + 1]; i++) {
    found.set(indices[i], estimate.present[i] ? estimate.advantages[i] : null)
  }
  return found
}
