import type { SampleFilter } from '../contract.ts'
import type { SamplesParams } from './cells.ts'

/** The parameters of a samples cell that narrow it; the rest is its order. */
export type FilterParams = Omit<SamplesParams, 'order' | 'descending'>

/** A samples cell's own filter, null parameters left out. */
export function filterOf({ order: _, descending: __, ...params }: SamplesParams): SampleFilter {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null)) as SampleFilter
}

/** A sample has one value of these, so that both lists leave what stands in each. */
const ONE_OF = new Set(['tasks', 'rewardTypes', 'subTasks', 'languages', 'sources', 'files', 'ids'])

/** Both filters at once: choices intersect, bounds tighten, searches, sets and reasons add up. */
export function both(a: SampleFilter, b: SampleFilter): SampleFilter {
  const merged: Record<string, unknown> = { ...a }
  for (const [name, value] of Object.entries(b)) {
    const had = merged[name]
    if (had === undefined || value === undefined) merged[name] = value ?? had
    else if (Array.isArray(had) && Array.isArray(value)) {
      merged[name] = ONE_OF.has(name) ? had.filter((each) => value.includes(each)) : [...new Set([...had, ...value])]
    } else if (name.startsWith('min')) merged[name] = Math.max(had as number, value as number)
    else if (name.startsWith('max')) merged[name] = Math.min(had as number, value as number)
    else if (name === 'search') merged[name] = `${had} ${value}`
    else merged[name] = value
  }
  return merged as SampleFilter
}
