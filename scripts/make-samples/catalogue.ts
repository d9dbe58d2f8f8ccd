/** The list of all samples: which task over which world, how long, in which language, how hard for the writer. */
import { Dice } from './dice.ts'
import type { Draft, Lang } from './draft.ts'
import type { Mood } from './responses/respond.ts'
import { CHRONICLE_PLAN } from './tasks/chronicle-plan.ts'
import { CODE_LAB_PLAN } from './tasks/code-lab-plan.ts'
import { DEPOT_PLAN } from './tasks/depot-plan.ts'
import { MARKET_PLAN } from './tasks/market-plan.ts'
import { MINUTES_PLAN } from './tasks/minutes-plan.ts'
import { MUSEUM_OFFICE_PLAN } from './tasks/museum-office-plan.ts'

export interface Planned {
  readonly name: string
  readonly lang: Lang
  readonly mood: Mood
  readonly make: (dice: Dice, lang: Lang) => Draft
  /** `ground_truth` as a list whose last element is the gold. JSONL only: parquet knows one type a column. */
  readonly listed?: boolean
  /** A name for `data_source` that contains the known one. */
  readonly source?: string
  /** With a system message before the question. */
  readonly system?: boolean
  /** Replaces the language in `ground_truth.summary`, so that it has to be told from the question. */
  readonly summary?: string
}

export interface Made {
  readonly plan: Planned
  readonly draft: Draft
}

export const PLAN: readonly Planned[] = [
  ...DEPOT_PLAN,
  ...MARKET_PLAN,
  ...MINUTES_PLAN,
  ...CODE_LAB_PLAN,
  ...CHRONICLE_PLAN,
  ...MUSEUM_OFFICE_PLAN,
]

/** Every sample, in the order of the plan. About a second. */
export function makeAll(): Made[] {
  const names = new Set<string>()
  return PLAN.map((plan) => {
    const key = `${plan.name}/${plan.lang}`
    if (names.has(key)) throw new Error(`two samples are called ${key}`)
    names.add(key)
    const made = plan.make(new Dice(`golongrl-mini/${key}`), plan.lang)
    const draft = { ...made, key, dataSource: plan.source ?? made.dataSource, summary: plan.summary ?? made.summary }
    return { plan, draft }
  })
}
