import type { Planned } from '../catalogue.ts'
import * as market from './market.ts'

/** Samples over the delivery book. */
export const MARKET_PLAN: readonly Planned[] = [
  { name: 'market-select-1', lang: 'en', mood: 'middling', make: (d, l) => market.marketSelect(d, l, { weeks: 10 }) },
  {
    name: 'market-select-2',
    lang: 'en',
    mood: 'easy',
    system: true,
    make: (d, l) => market.marketSelect(d, l, { weeks: 26, rows: [10, 16] }),
  },
  { name: 'market-select-3', lang: 'zh', mood: 'middling', make: (d, l) => market.marketSelect(d, l, { weeks: 12 }) },
  { name: 'market-select-4', lang: 'zh', mood: 'easy', make: (d, l) => market.marketSelect(d, l, { weeks: 8 }) },
  { name: 'market-growers-1', lang: 'en', mood: 'hard', make: (d, l) => market.marketGrowers(d, l, { weeks: 12 }) },
  {
    name: 'market-growers-2',
    lang: 'zh',
    mood: 'hard',
    system: true,
    make: (d, l) => market.marketGrowers(d, l, { weeks: 9 }),
  },
  {
    name: 'market-worth-1',
    lang: 'en',
    mood: 'middling',
    make: (d, l) => market.marketWorth(d, l, { weeks: 14 }),
    summary: '',
  },
  {
    name: 'market-worth-2',
    lang: 'zh',
    mood: 'easy',
    make: (d, l) => market.marketWorth(d, l, { weeks: 10 }),
    source: 'hub_math_longcot_math_verify_v2',
  },
  {
    name: 'market-share-1',
    lang: 'en',
    mood: 'middling',
    system: true,
    make: (d, l) => market.marketShare(d, l, { weeks: 16 }),
  },
  { name: 'market-share-2', lang: 'zh', mood: 'hopeless', make: (d, l) => market.marketShare(d, l, { weeks: 12 }) },
  {
    name: 'market-pair-1',
    lang: 'en',
    mood: 'easy',
    make: (d, l) => market.marketPair(d, l, { weeks: 10 }),
    listed: true,
  },
  {
    name: 'market-average-1',
    lang: 'en',
    mood: 'middling',
    make: (d, l) => market.marketAverage(d, l, { weeks: 20 }),
    source: 'hub_math_longcot_math_verify_v2',
  },
  { name: 'market-average-2', lang: 'zh', mood: 'sure', make: (d, l) => market.marketAverage(d, l, { weeks: 6 }) },
  { name: 'market-gather-1', lang: 'en', mood: 'hard', make: (d, l) => market.marketGather(d, l, { weeks: 18 }) },
  { name: 'market-gather-2', lang: 'zh', mood: 'easy', make: (d, l) => market.marketGather(d, l, { weeks: 9 }) },
  {
    name: 'market-miscast-1',
    lang: 'en',
    mood: 'hard',
    make: (d, l) => market.marketMiscast(d, l, { weeks: 40, rows: [10, 15], remarks: [3, 5] }),
  },
]
