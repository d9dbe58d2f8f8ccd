/**
 * The numbers behind the lab, without a DOM: what a frame under a slider needs, and nothing that it does not. Estimates
 * and sums are kept until a setting that they depend on moves; alpha and gamma cost the groups and one pass of binning.
 */
import type { RunColumns } from '../../../core/contract.ts'
import {
  estimatorNamed,
  filterGroups,
  type LiveEstimate,
  liveAdvantages,
  moveLive,
  type PreparedBatch,
  prepareBatch,
  startLive,
  type TypeStatistics,
  taskStatistics,
} from '../../../core/estimators/index.ts'
import {
  type BinRange,
  binWeighted,
  type FacetBins,
  facetBins,
  type Grouped,
  zerosOf,
} from '../../../core/figures/bins.ts'
import { type Facets, facetsOf } from '../../../core/figures/facets.ts'
import { type RawBins, rawBins } from '../../../core/figures/raw.ts'
import { type SideSums, type Spread, sideSums, spreadOf, symmetricLimit } from '../../../core/figures/spread.ts'
import { batchOf } from '../../../core/notebook/estimate.ts'
import { beforeSide, type LabSettings, type Side } from './settings.ts'

export const BINS = 60

/** A batch ready for sliders, with its groups told apart by task. */
export interface Ground {
  readonly batch: PreparedBatch
  readonly groups: Grouped
  readonly dropped: number
  readonly statistics: readonly (TypeStatistics | null)[]
}

export interface StageHead {
  readonly name: string
  readonly formula: string
}

export interface LabFrame {
  readonly ground: Ground
  readonly after: LiveEstimate
  readonly stages: readonly StageHead[]
  /** Index into `stages`; 0 is the raw reward. */
  readonly shown: number
  readonly range: BinRange
  /** Counts a facet in [below, bins, above, zero]; the arrays are the model's and change with the next frame. */
  readonly now: FacetBins
  readonly was: FacetBins | null
  /** Per stage. */
  readonly spreads: readonly Spread[]
  /** Least and greatest deviation that the axis of the stage lines has to hold: stays while a slider moves. */
  readonly spreadRange: readonly [number, number]
  readonly before: Spread | null
}

/** Parallel to the prepared batch's rollouts. */
export interface LabAdvantages {
  readonly ground: Ground
  readonly after: Float64Array
  readonly before: Float64Array | null
  readonly frame: LabFrame
}

interface Started {
  readonly key: string
  live: LiveEstimate
  /** Values of the stages that no slider but epsilon moves; the weighted one is the last of them times its weights. */
  readonly values: readonly Float64Array[]
  readonly sums: readonly SideSums[]
  readonly zeros: readonly Int32Array[]
  readonly still: readonly Spread[]
  readonly limits: readonly number[]
  readonly spreadRange: readonly [number, number]
}

interface Compared {
  readonly key: string
  readonly values: Float64Array
  readonly spread: Spread
  bins: { readonly key: string; readonly bins: FacetBins } | null
}

export class LabModel {
  readonly columns: RunColumns
  readonly facets: Facets
  /** As scored, all rollouts: what the strips show. */
  readonly raw: RawBins
  private readonly grounds = new Map<boolean, Ground>()
  private started: Started | null = null
  private compared: Compared | null = null
  private readonly now: FacetBins

  constructor(columns: RunColumns) {
    this.columns = columns
    this.facets = facetsOf(columns, 'task')
    this.raw = rawBins(columns, this.facets)
    this.now = facetBins(this.facets.list.length, { low: 0, high: 1, bins: BINS })
  }

  ground(filter: boolean): Ground {
    const known = this.grounds.get(filter)
    if (known) return known
    const whole = batchOf(this.columns)
    const filtered = filter ? filterGroups(whole) : null
    const kept = filtered?.batch ?? whole
    const batch = prepareBatch(kept)
    const facetOf = Int32Array.from(batch.groupOf, (g) => this.facets.of[g])
    const ground = {
      batch,
      groups: { offsets: batch.offsets, facetOf, facets: this.facets.list.length },
      dropped: filtered?.dropped ?? 0,
      statistics: taskStatistics(kept),
    }
    this.grounds.set(filter, ground)
    return ground
  }

  /** @throws LongviewError where a parameter is out of range */
  frame(settings: LabSettings): LabFrame {
    const ground = this.ground(settings.filter)
    const compared = this.compare(ground, beforeSide(settings), settings.filter)
    const started = this.start(ground, settings.after, settings.filter)
    started.live = moveLive(ground.batch, started.live, settings.after.params)
    const { live } = started
    const stages = [{ name: 'Raw reward', formula: 'as scored' }, ...live.estimator.stages]
    const last = stages.length - 1
    const shown = Math.min(settings.stage ?? last, last)
    const spreads = [...started.still]
    const weighted = live.weights !== null
    if (weighted) spreads.push(spreadOf(ground.groups, started.sums[last], live.weights))
    const range = this.rangeOf(shown, started)
    const { now } = this
    const at = Math.min(shown, started.values.length - 1)
    const factors = weighted && shown === last ? live.weights : null
    binWeighted(ground.groups, started.values[at], factors, range, started.zeros[at], now)
    return {
      ground,
      after: live,
      stages,
      shown,
      range,
      now,
      was: compared && shown > 0 ? this.binsBefore(ground, compared, range) : null,
      spreads,
      spreadRange: started.spreadRange,
      before: compared?.spread ?? null,
    }
  }

  /** The advantages before and after over the prepared batch, for lists; `before` null where nothing is compared. */
  advantages(settings: LabSettings): LabAdvantages {
    const frame = this.frame(settings)
    const { ground, after } = frame
    return { ground, after: liveAdvantages(ground.batch, after), before: this.compared?.values ?? null, frame }
  }

  private start(ground: Ground, side: Side, filter: boolean): Started {
    const key = `${keyOf(side, (param) => param !== 'alpha' && param !== 'gamma')} ${filter}`
    if (this.started?.key === key) return this.started
    const live = startLive(ground.batch, estimatorNamed(side.estimator), side.params)
    const cut = live.weights?.cut ?? null
    const plain = live.estimator.stages.filter((stage) => stage.key !== 'weighted')
    const values = [ground.batch.rewards, ...plain.map((stage) => live[stage.key as 'centred' | 'scaled'])]
    const sums = values.map((each) => sideSums(ground.groups, each, cut))
    const still = sums.map((each) => spreadOf(ground.groups, each, null))
    if (live.weights) sums.push(sums[sums.length - 1])
    const present = ground.batch.scored
    const limits = values.map((each) => symmetricLimit([{ values: each, present }]))
    const zeros = values.map((each) => zerosOf(ground.groups, each))
    const started = { key, live, values, sums, zeros, still, limits, spreadRange: spanOf(still) }
    this.started = started
    return started
  }

  private compare(ground: Ground, side: Side | null, filter: boolean): Compared | null {
    if (!side) {
      this.compared = null
      return null
    }
    const key = `${keyOf(side, () => true)} ${filter}`
    if (this.compared?.key === key) return this.compared
    const live = startLive(ground.batch, estimatorNamed(side.estimator), side.params)
    // Copied: the estimate after may be the same estimator and share its arrays.
    const values = live.weights ? liveAdvantages(ground.batch, live) : live.scaled.slice()
    const spread = spreadOf(ground.groups, sideSums(ground.groups, values, null), null)
    this.compared = { key, values, spread, bins: null }
    return this.compared
  }

  private rangeOf(shown: number, started: Started): BinRange {
    if (shown === 0) return { low: this.raw.range.low, high: this.raw.range.high, bins: BINS }
    const limit = started.limits[Math.min(shown, started.limits.length - 1)]
    return { low: -limit, high: limit, bins: BINS }
  }

  private binsBefore(ground: Ground, compared: Compared, range: BinRange): FacetBins {
    const key = `${range.low} ${range.high}`
    if (compared.bins?.key === key) return compared.bins.bins
    const bins = facetBins(this.facets.list.length, range)
    binWeighted(ground.groups, compared.values, null, range, zerosOf(ground.groups, compared.values), bins)
    compared.bins = { key, bins }
    return bins
  }
}

/** What the side's estimate depends on: only parameters that its estimator reads. */
function keyOf({ estimator, params }: Side, counts: (param: string) => boolean): string {
  const { reads } = estimatorNamed(estimator)
  return JSON.stringify([estimator, ...reads.filter(counts).map((param) => params[param])])
}

/** From the least to the greatest deviation of the stages that stand still, with room for what weights do to them. */
function spanOf(still: readonly Spread[]): readonly [number, number] {
  const all = still.flatMap((spread) => [...spread.sd]).filter((sd) => sd > 0)
  if (all.length === 0) return [0.1, 1]
  return [Math.max(0.001, Math.min(...all) / 1.3), Math.max(...all) * 1.7]
}
