/** The palette's promises: words can be read, marks can be seen, the nine tasks stay apart for every kind of eye. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { TASKS } from '../../core/model/tasks.ts'
import { ciede2000, contrast, distance, VISIONS } from './vision.ts'

const css = readFileSync(new URL('../../renderer/styles/tokens.css', import.meta.url), 'utf8')
const tokens = new Map<string, { light: string; dark: string }>()
for (const [, name, light, dark] of css.matchAll(/^\s*--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)/gm)) {
  // The first is the palette; later ones answer prefers-contrast.
  if (!tokens.has(name)) tokens.set(name, { light, dark })
}

const THEMES = ['light', 'dark'] as const
const GROUNDS = ['surface', 'canvas', 'sunken', 'hover', 'select']
const WORDS: Readonly<Record<string, number>> = {
  'ink-1': 7,
  'ink-2': 7,
  'ink-3': 4.5,
  accent: 4.5,
  error: 4.5,
  stale: 4.5,
  'neg-3': 4.5,
  'pos-3': 4.5,
}
const PAIRS = [
  ['on-ink', 'ink-1'],
  ['on-accent', 'accent'],
  ['error', 'error-soft'],
  ['stale', 'stale-soft'],
  ['ink-1', 'gold'],
  ['ink-1', 'find'],
  ['neg-3', 'neg-0'],
  ['pos-3', 'pos-0'],
  ['accent', 'accent-soft'],
]
const HUES = TASKS.map((task) => task.token)
const MARKS = [...HUES, 'neg-2', 'pos-2', 'line-3', 'focus', 'gold-line', 'amount-2', 'amount-3', 'amount-4']

test('the formula gives published distances', () => {
  // Pairs 1, 7 and 17 of the supplementary data of Sharma, Wu and Dalal.
  expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4)
  expect(ciede2000([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4)
  expect(ciede2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4)
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 9)
})

describe.each(THEMES)('%s', (theme) => {
  const hex = (name: string) => {
    const token = tokens.get(name)
    if (!token) throw new Error(`tokens.css has no --${name}`)
    return token[theme]
  }

  test.each(Object.entries(WORDS))('%s can be read on every ground', (name, least) => {
    for (const ground of GROUNDS) {
      const asked = name === 'ink-2' && ground === 'select' ? 6 : least
      expect(contrast(hex(name), hex(ground)), ground).toBeGreaterThanOrEqual(asked)
    }
  })

  test.each(PAIRS)('%s can be read on %s', (word, ground) => {
    expect(contrast(hex(word), hex(ground))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(MARKS)('%s can be seen', (mark) => {
    expect(contrast(hex(mark), hex('surface'))).toBeGreaterThanOrEqual(3)
    expect(contrast(hex(mark), hex('canvas'))).toBeGreaterThanOrEqual(2.8)
  })

  test.each(VISIONS)('the nine tasks stay apart for %s eyes', (vision) => {
    for (const [i, a] of HUES.entries()) {
      for (const [j, b] of HUES.entries()) {
        if (j <= i) continue
        const least = vision === 'normal' ? 20 : j === i + 1 ? 14 : 13
        expect(distance(hex(a), hex(b), vision), `${a} ${b}`).toBeGreaterThanOrEqual(least)
      }
    }
    expect(distance(hex('neg-2'), hex('pos-2'), vision)).toBeGreaterThanOrEqual(20)
    expect(distance(hex('error'), hex('neg-3'), vision)).toBeGreaterThanOrEqual(8)
  })
})
