/** Counting rollouts into bins per facet: the loops behind the histograms, plain and live. */

/** Groups as ranges of rollouts, each with its facet; a run's columns and a prepared batch both are. */
export interface Grouped {
  readonly offsets: Int32Array
  /** Per group, its facet; -1 leaves the group out. */
  readonly facetOf: Int32Array
  readonly facets: number
}

/** Two factors a group: the first `cut` rollouts times `up`, the rest times `down`. */
export interface Factors {
  readonly cut: Int32Array
  readonly up: Float64Array
  readonly down: Float64Array
}

/**
 * `bins` equal bins over low..high, one more at either end for what lies beyond, and one for what is exactly 0 where the
 * range has both signs: no gradient is neither a small push up nor a small push down.
 */
export interface BinRange {
  readonly low: number
  readonly high: number
  readonly bins: number
}

/** Counts, facet by facet, each [below, bins..., above, zero]. */
export interface FacetBins {
  readonly counts: Float64Array
  /** Entries a facet: bins + 3. */
  readonly stride: number
  /** Rollouts counted, per facet. */
  readonly totals: Float64Array
}

export function facetBins(facets: number, { bins }: BinRange): FacetBins {
  return { counts: new Float64Array(facets * (bins + 3)), stride: bins + 3, totals: new Float64Array(facets) }
}

/** A value closer to 0 than this is 0: rounding of rewards that are equal. */
const ZERO = 1e-12

/** Which of [below, bins..., above, zero] a value falls into; the last bin is closed at `high`. */
export function slotOf(value: number, range: BinRange): number {
  const { low, high, bins } = range
  return slot(value, low, high, bins / (high - low), bins, low < 0 && high > 0 ? ZERO : 0)
}

function slot(value: number, low: number, high: number, perUnit: number, bins: number, zero: number): number {
  // Both ends first: a float beyond int32 would wrap in the conversion.
  if (value < low) return 0
  if (value >= high) return value === high ? bins : bins + 1
  if (value < zero && value > -zero) return bins + 2
  const at = (1 + (value - low) * perUnit) | 0
  return at > bins ? bins : at
}

/** Counts values[i] where use[i] is 1 (all where `use` is absent). */
export function binValues(groups: Grouped, values: Float64Array, range: BinRange, use?: Uint8Array): FacetBins {
  const out = facetBins(groups.facets, range)
  for (let g = 0; g < groups.facetOf.length; g++) {
    const facet = groups.facetOf[g]
    if (facet < 0) continue
    const base = facet * out.stride
    for (let i = groups.offsets[g]; i < groups.offsets[g + 1]; i++) {
      if (use && !use[i]) continue
      out.counts[base + slotOf(values[i], range)]++
      out.totals[facet]++
    }
  }
  return out
}

/** The same for every frame of a slider: values times their group's factors, into arrays that are kept. */
export function binWeighted(
  groups: Grouped,
  values: Float64Array,
  factors: Factors | null,
  range: BinRange,
  out: FacetBins,
): void {
  const { offsets, facetOf } = groups
  const { counts, totals, stride } = out
  const { low, high, bins } = range
  const perUnit = bins / (high - low)
  const zero = low < 0 && high > 0 ? ZERO : 0
  counts.fill(0)
  totals.fill(0)
  for (let g = 0; g < facetOf.length; g++) {
    const facet = facetOf[g]
    if (facet < 0) continue
    const from = offsets[g]
    const to = offsets[g + 1]
    const base = facet * stride
    const middle = factors ? from + factors.cut[g] : to
    const up = factors ? factors.up[g] : 1
    const down = factors ? factors.down[g] : 1
    totals[facet] += to - from
    for (let i = from; i < middle; i++) counts[base + slot(values[i] * up, low, high, perUnit, bins, zero)]++
    for (let i = middle; i < to; i++) counts[base + slot(values[i] * down, low, high, perUnit, bins, zero)]++
  }
}
