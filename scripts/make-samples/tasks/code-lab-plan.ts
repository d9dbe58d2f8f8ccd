import type { Planned } from '../catalogue.ts'
import * as code from './code.ts'
import * as lab from './lab.ts'

/** Samples over the code base and the laboratory. */
export const CODE_LAB_PLAN: readonly Planned[] = [
  {
    name: 'code-impact-1',
    lang: 'en',
    mood: 'middling',
    make: (d, l) => code.codeImpact(d, l, { modules: 6, functions: 14 }),
  },
  {
    name: 'code-impact-2',
    lang: 'en',
    mood: 'hard',
    make: (d, l) => code.codeImpact(d, l, { modules: 8, functions: 58 }),
  },
  {
    name: 'code-interface-1',
    lang: 'en',
    mood: 'middling',
    make: (d, l) => code.codeInterface(d, l, { modules: 6, functions: 22 }),
  },
  {
    name: 'code-interface-2',
    lang: 'zh',
    mood: 'easy',
    make: (d, l) => code.codeInterface(d, l, { modules: 5, functions: 14 }),
  },
  {
    name: 'code-setting-1',
    lang: 'en',
    mood: 'middling',
    make: (d, l) => code.codeSetting(d, l, { modules: 4, functions: 12 }),
  },
  {
    name: 'code-setting-2',
    lang: 'zh',
    mood: 'hopeless',
    make: (d, l) => code.codeSetting(d, l, { modules: 5, functions: 20 }),
  },
  {
    name: 'code-unused-1',
    lang: 'en',
    mood: 'hard',
    make: (d, l) => code.codeUnused(d, l, { modules: 8, functions: 40 }),
  },
  {
    name: 'lab-rule-1',
    lang: 'en',
    mood: 'hard',
    make: (d, l) => lab.labRule(d, l, { examples: 600, queries: 10, asides: true }),
  },
  {
    name: 'lab-rule-2',
    lang: 'zh',
    mood: 'middling',
    make: (d, l) => lab.labRule(d, l, { examples: 160, queries: 8 }),
  },
  { name: 'lab-rule-3', lang: 'en', mood: 'middling', make: (d, l) => lab.labRule(d, l, { examples: 60, queries: 6 }) },
  {
    name: 'lab-rule-4',
    lang: 'zh',
    mood: 'easy',
    make: (d, l) => lab.labRule(d, l, { examples: 70, queries: 6, asides: true }),
  },
  { name: 'lab-racks-1', lang: 'en', mood: 'middling', make: (d, l) => lab.labRacks(d, l, { moves: 90, racks: 5 }) },
  { name: 'lab-racks-2', lang: 'zh', mood: 'hard', make: (d, l) => lab.labRacks(d, l, { moves: 140, racks: 6 }) },
]
