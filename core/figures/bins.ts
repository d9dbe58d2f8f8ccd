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
  readonly counts: Int32Array
  /** Entries a facet: bins + 3. */
  readonly stride: number
  /** Rollouts counted, per facet. */
  readonly totals: Float64Array
}

export function facetBins(facets: number, { bins }: BinRange): FacetBins {
  return { counts: new Int32Array(facets * (bins + 3)), stride: bins + 3, totals: new Float64Array(facets) }
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
  // Just below `high` the product may round up to the next bin.
  return Math.min(bins, ((value - low) * perUnit + 1) | 0)
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

/** How many values of each facet are 0: they stay 0 under any factor, so a frame need not look for them. */
export function zerosOf({ offsets, facetOf, facets }: Grouped, values: Float64Array): Int32Array {
  const zeros = new Int32Array(facets)
  for (let g = 0; g < facetOf.length; g++) {
    if (facetOf[g] < 0) continue
    for (let i = offsets[g]; i < offsets[g + 1]; i++) if (Math.abs(values[i]) < ZERO) zeros[facetOf[g]]++
  }
  return zeros
}

/**
 * The same for every frame of a slider: values times their group's factors, into arrays that are kept. Two loops without
 * a call, integer counts and no test for 0 (`zeros` of the values, moved out of their bin at the end): a third of the
 * time of the plain way.
 */
export function binWeighted(
  groups: Grouped,
  values: Float64Array,
  factors: Factors | null,
  range: BinRange,
  zeros: Int32Array,
  out: FacetBins,
): void {
  const { offsets, facetOf } = groups
  const { counts, totals, stride } = out
  const { low, high, bins } = range
  const perUnit = bins / (high - low)
  const above = bins + 1
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
    for (let i = from; i < middle; i++) {
      const v = values[i] * up
      const at = v < low ? 0 : v < high ? Math.min(bins, ((v - low) * perUnit + 1) | 0) : v === high ? bins : above
      counts[base + at]++
    }
    for (let i = middle; i < to; i++) {
      const v = values[i] * down
      const at = v < low ? 0 : v < high ? Math.min(bins, ((v - low) * perUnit + 1) | 0) : v === high ? bins : above
      counts[base + at]++
    }
  }
  if (low < 0 && high > 0) moveZeros(out, zeros, ((0 - low) * perUnit + 1) | 0, bins + 2)
}

function moveZeros({ counts, stride }: FacetBins, zeros: Int32Array, from: number, to: number): void {
  for (let f = 0; f < zeros.length; f++) {
    counts[f * stride + from] -= zeros[f]
    counts[f * stride + to] += zeros[f]
  }
}
