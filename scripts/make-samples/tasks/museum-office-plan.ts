import type { Planned } from '../catalogue.ts'
import * as museum from './museum.ts'
import * as office from './office.ts'

const small = { pieces: 45, asides: [0, 2] } as const
const middle = { pieces: 140, asides: [1, 3] } as const

/** Samples over the catalogue and the office's papers. */
export const MUSEUM_OFFICE_PLAN: readonly Planned[] = [
  {
    name: 'museum-exhibition-1',
    lang: 'en',
    mood: 'middling',
    system: true,
    make: (d, l) => museum.museumExhibition(d, l, middle),
  },
  {
    name: 'museum-exhibition-2',
    lang: 'en',
    mood: 'hard',
    make: (d, l) => museum.museumExhibition(d, l, { pieces: 330, asides: [3, 6] }),
  },
  { name: 'museum-exhibition-3', lang: 'zh', mood: 'hard', make: (d, l) => museum.museumExhibition(d, l, middle) },
  { name: 'museum-exhibition-4', lang: 'zh', mood: 'middling', make: (d, l) => museum.museumExhibition(d, l, small) },
  { name: 'museum-tallest-1', lang: 'en', mood: 'easy', make: (d, l) => museum.museumTallest(d, l, middle) },
  { name: 'museum-tallest-2', lang: 'en', mood: 'middling', make: (d, l) => museum.museumTallest(d, l, middle) },
  { name: 'museum-tallest-3', lang: 'zh', mood: 'hard', make: (d, l) => museum.museumTallest(d, l, middle) },
  { name: 'museum-tallest-4', lang: 'zh', mood: 'sure', make: (d, l) => museum.museumTallest(d, l, middle) },
  { name: 'museum-table-1', lang: 'en', mood: 'middling', make: (d, l) => museum.museumTable(d, l, middle) },
  {
    name: 'museum-table-2',
    lang: 'en',
    mood: 'hard',
    make: (d, l) => museum.museumTable(d, l, { pieces: 790, asides: [3, 6] }),
  },
  { name: 'museum-table-3', lang: 'zh', mood: 'middling', make: (d, l) => museum.museumTable(d, l, middle) },
  { name: 'museum-table-4', lang: 'en', mood: 'sure', make: (d, l) => museum.museumTable(d, l, small) },
  { name: 'museum-one-1', lang: 'en', mood: 'hopeless', system: true, make: (d, l) => museum.museumOne(d, l, middle) },
  { name: 'museum-one-2', lang: 'zh', mood: 'easy', make: (d, l) => museum.museumOne(d, l, middle), summary: '' },
  { name: 'museum-years-1', lang: 'en', mood: 'hard', make: (d, l) => museum.museumYears(d, l, middle) },
  { name: 'office-claims-1', lang: 'en', mood: 'middling', make: (d, l) => office.officeClaims(d, l, 60, [0, 2]) },
  {
    name: 'office-claims-2',
    lang: 'zh',
    mood: 'hard',
    system: true,
    make: (d, l) => office.officeClaims(d, l, 50, [0, 2]),
  },
  { name: 'office-vouchers-1', lang: 'en', mood: 'middling', make: (d, l) => office.officeVouchers(d, l, 70) },
  { name: 'office-vouchers-2', lang: 'zh', mood: 'sure', make: (d, l) => office.officeVouchers(d, l, 40) },
]
