import type { SampleFilter } from '../contract.ts'
import type { SamplesParams } from './cells.ts'

/** A samples cell's own filter, null parameters left out. */
export function filterOf(params: SamplesParams): SampleFilter {
  const { tasks, rewardTypes, subTasks, languages, sources, minBytes, maxBytes, search } = params
  const entries = Object.entries({ tasks, rewardTypes, subTasks, languages, sources, minBytes, maxBytes, search })
  return Object.fromEntries(entries.filter(([, value]) => value !== null)) as SampleFilter
}

/** Both filters at once: lists intersect, bounds tighten, searches add up. */
export function both(a: SampleFilter, b: SampleFilter): SampleFilter {
  const merged: Record<string, unknown> = { ...a }
  for (const [name, value] of Object.entries(b)) {
    const had = merged[name]
    if (had === undefined || value === undefined) merged[name] = value ?? had
    else if (Array.isArray(had) && Array.isArray(value)) merged[name] = had.filter((each) => value.includes(each))
    else if (name === 'minBytes') merged[name] = Math.max(had as number, value as number)
    else if (name === 'maxBytes') merged[name] = Math.min(had as number, value as number)
    else if (name === 'search') merged[name] = `${had} ${value}`
    else merged[name] = value
  }
  return merged as SampleFilter
}
