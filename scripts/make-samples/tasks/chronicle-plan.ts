import type { Planned } from '../catalogue.ts'
import * as town from './chronicle.ts'

const short = { events: 8, colour: 10, sentences: [1, 3] } as const
const middle = { events: 11, colour: 60, sentences: [3, 6] } as const
const long = { events: 12, colour: 215, sentences: [4, 8] } as const

/** Samples over the town's papers. */
export const CHRONICLE_PLAN: readonly Planned[] = [
  { name: 'town-timeline-1', lang: 'en', mood: 'middling', make: (d, l) => town.chronicleTimeline(d, l, middle) },
  { name: 'town-timeline-2', lang: 'en', mood: 'hard', make: (d, l) => town.chronicleTimeline(d, l, long) },
  { name: 'town-timeline-3', lang: 'zh', mood: 'middling', make: (d, l) => town.chronicleTimeline(d, l, middle) },
  { name: 'town-timeline-4', lang: 'zh', mood: 'easy', make: (d, l) => town.chronicleTimeline(d, l, short) },
  { name: 'town-chain-1', lang: 'en', mood: 'easy', make: (d, l) => town.chronicleChain(d, l, 0, [1, 3]) },
  { name: 'town-chain-2', lang: 'en', mood: 'middling', make: (d, l) => town.chronicleChain(d, l, 1, [2, 6]) },
  { name: 'town-chain-3', lang: 'zh', mood: 'hard', make: (d, l) => town.chronicleChain(d, l, 0, [2, 6]) },
  { name: 'town-chain-4', lang: 'zh', mood: 'middling', make: (d, l) => town.chronicleChain(d, l, 1, [1, 3]) },
  { name: 'town-story-1', lang: 'en', mood: 'easy', make: (d, l) => town.chronicleChainStory(d, l, 2, [1, 4]) },
  { name: 'town-story-2', lang: 'zh', mood: 'middling', make: (d, l) => town.chronicleChainStory(d, l, 0, [1, 3]) },
  { name: 'town-overview-1', lang: 'en', mood: 'middling', make: (d, l) => town.chronicleOverview(d, l, middle) },
  { name: 'town-overview-2', lang: 'zh', mood: 'easy', make: (d, l) => town.chronicleOverview(d, l, short) },
  { name: 'town-source-1', lang: 'en', mood: 'middling', make: (d, l) => town.chronicleSource(d, l, long) },
  { name: 'town-source-2', lang: 'zh', mood: 'hard', make: (d, l) => town.chronicleSource(d, l, middle) },
  { name: 'town-last-1', lang: 'en', mood: 'middling', make: (d, l) => town.chronicleLast(d, l, short) },
  { name: 'town-last-2', lang: 'zh', mood: 'hopeless', make: (d, l) => town.chronicleLast(d, l, middle) },
]
