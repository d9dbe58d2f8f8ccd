import type { Planned } from '../catalogue.ts'
import * as minutes from './minutes.ts'
import { minutesOverview, minutesStory } from './minutes-summary.ts'

const small = { matters: 5, sessions: 9, fillers: [1, 3] } as const
const middle = { matters: 8, sessions: 14, fillers: [4, 9] } as const
const wide = { matters: 9, sessions: 26, fillers: [12, 19] } as const

/** Samples over the minutes. */
export const MINUTES_PLAN: readonly Planned[] = [
  { name: 'minutes-commitment-1', lang: 'en', mood: 'hard', make: (d, l) => minutes.minutesCommitment(d, l, wide) },
  {
    name: 'minutes-commitment-2',
    lang: 'zh',
    mood: 'middling',
    make: (d, l) => minutes.minutesCommitment(d, l, middle),
  },
  { name: 'minutes-reference-1', lang: 'en', mood: 'easy', make: (d, l) => minutes.minutesReference(d, l, small) },
  { name: 'minutes-reference-2', lang: 'zh', mood: 'middling', make: (d, l) => minutes.minutesReference(d, l, small) },
  {
    name: 'minutes-difference-1',
    lang: 'en',
    mood: 'middling',
    make: (d, l) => minutes.minutesDifference(d, l, middle),
  },
  {
    name: 'minutes-difference-2',
    lang: 'zh',
    mood: 'hopeless',
    make: (d, l) => minutes.minutesDifference(d, l, middle),
  },
  { name: 'minutes-rival-1', lang: 'en', mood: 'easy', make: (d, l) => minutes.minutesRival(d, l, middle) },
  { name: 'minutes-rival-2', lang: 'zh', mood: 'sure', make: (d, l) => minutes.minutesRival(d, l, small) },
  {
    name: 'minutes-narrowest-1',
    lang: 'en',
    mood: 'middling',
    make: (d, l) => minutes.minutesNarrowest(d, l, middle),
    listed: true,
  },
  { name: 'minutes-narrowest-2', lang: 'zh', mood: 'easy', make: (d, l) => minutes.minutesNarrowest(d, l, middle) },
  { name: 'minutes-citation-1', lang: 'en', mood: 'middling', make: (d, l) => minutes.minutesCitation(d, l, middle) },
  { name: 'minutes-citation-2', lang: 'zh', mood: 'hard', make: (d, l) => minutes.minutesCitation(d, l, middle) },
  { name: 'minutes-moved-1', lang: 'en', mood: 'middling', make: (d, l) => minutes.minutesMoved(d, l, middle) },
  {
    name: 'minutes-moved-2',
    lang: 'zh',
    mood: 'easy',
    make: (d, l) => minutes.minutesMoved(d, l, small),
    summary: '住宅合作社的会议记录',
  },
  { name: 'minutes-firm-1', lang: 'en', mood: 'sure', make: (d, l) => minutes.minutesFirm(d, l, small) },
  {
    name: 'minutes-firm-2',
    lang: 'zh',
    mood: 'middling',
    system: true,
    make: (d, l) => minutes.minutesFirm(d, l, middle),
  },
  { name: 'minutes-overview-1', lang: 'en', mood: 'middling', make: (d, l) => minutesOverview(d, l, middle) },
  { name: 'minutes-overview-3', lang: 'en', mood: 'hard', make: (d, l) => minutesOverview(d, l, wide) },
  { name: 'minutes-overview-2', lang: 'zh', mood: 'middling', make: (d, l) => minutesOverview(d, l, small) },
  { name: 'minutes-story-1', lang: 'en', mood: 'easy', make: (d, l) => minutesStory(d, l, small) },
  { name: 'minutes-story-3', lang: 'en', mood: 'middling', system: true, make: (d, l) => minutesStory(d, l, middle) },
  { name: 'minutes-story-2', lang: 'zh', mood: 'middling', make: (d, l) => minutesStory(d, l, middle) },
]
