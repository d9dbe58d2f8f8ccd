import type { Planned } from '../catalogue.ts'
import * as depot from './depot.ts'

const long = { asides: [2, 5] } as const

/** Samples over the workshop log. */
export const DEPOT_PLAN: readonly Planned[] = [
  {
    name: 'depot-serial-1',
    lang: 'en',
    mood: 'middling',
    make: (d, l) => depot.depotSerial(d, l, { entries: 60 }),
    summary: 'A log of a ferry workshop over ten weeks',
  },
  {
    name: 'depot-serial-2',
    lang: 'en',
    mood: 'hard',
    make: (d, l) => depot.depotSerial(d, l, { entries: 465, ...long }),
  },
  {
    name: 'depot-serial-3',
    lang: 'zh',
    mood: 'easy',
    make: (d, l) => depot.depotSerial(d, l, { entries: 465, ...long }),
    listed: true,
  },
  {
    name: 'depot-frequency-1',
    lang: 'en',
    mood: 'middling',
    make: (d, l) => depot.depotFrequency(d, l, { entries: 70 }),
  },
  { name: 'depot-frequency-2', lang: 'zh', mood: 'easy', make: (d, l) => depot.depotFrequency(d, l, { entries: 90 }) },
  { name: 'depot-clusters-1', lang: 'en', mood: 'hard', make: (d, l) => depot.depotClusters(d, l, { entries: 36 }) },
  {
    name: 'depot-clusters-2',
    lang: 'zh',
    mood: 'middling',
    make: (d, l) => depot.depotClusters(d, l, { entries: 30 }),
  },
  { name: 'depot-subset-1', lang: 'en', mood: 'middling', make: (d, l) => depot.depotSubset(d, l, { entries: 110 }) },
  { name: 'depot-subset-2', lang: 'zh', mood: 'easy', make: (d, l) => depot.depotSubset(d, l, { entries: 60 }) },
  {
    name: 'depot-meters-1',
    lang: 'en',
    mood: 'hard',
    make: (d, l) => depot.depotMeters(d, l, { entries: 200, ...long }),
  },
  { name: 'depot-totals-1', lang: 'en', mood: 'hard', make: (d, l) => depot.depotTotals(d, l, { entries: 40 }) },
  { name: 'depot-totals-2', lang: 'zh', mood: 'middling', make: (d, l) => depot.depotTotals(d, l, { entries: 26 }) },
  {
    name: 'depot-downtime-1',
    lang: 'en',
    mood: 'middling',
    make: (d, l) => depot.depotDowntime(d, l, { entries: 165, ...long }),
  },
  {
    name: 'depot-downtime-2',
    lang: 'zh',
    mood: 'middling',
    make: (d, l) => depot.depotDowntime(d, l, { entries: 70 }),
    listed: true,
  },
  { name: 'depot-ranking-1', lang: 'en', mood: 'middling', make: (d, l) => depot.depotRanking(d, l, { entries: 75 }) },
  { name: 'depot-ranking-2', lang: 'zh', mood: 'middling', make: (d, l) => depot.depotRanking(d, l, { entries: 70 }) },
]
