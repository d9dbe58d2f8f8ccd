import { describe, expect, test } from 'vitest'
import { type Random, seededRandom } from '../../core/math/random.ts'
import { vectors } from '../conformance/vectors.ts'
import { corrected, type ListName, labelTruth, listTruth, score } from './cases.ts'

const said = (lines: readonly string[]) => `<think>t</think>\n[Answer]\n${lines.join('\n')}`
const items = (count: number, name: string) => Array.from({ length: count }, (_, i) => `${name} ${i}`)
const table = (rows: readonly unknown[]) => `</think><answer>${JSON.stringify({ data: rows })}</answer>`

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const copy = [...list]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[copy[i], copy[j]] = [copy[j], copy[i]]
  }
  return copy
}
const numberOf = (truth: Parameters<typeof score>[0], response: string, options = {}) => {
  const { value } = score(truth, response, options)
  if (value === null) throw new Error('it has no reward')
  return value
}

describe('a better answer never earns less', () => {
  test.each([41, 42])('ndcg: a pair of gold lines put right, seed %i', (seed) => {
    const random = seededRandom(seed)
    for (let round = 0; round < 300; round++) {
      const gold = items(2 + random.below(10), 'g')
      const lines = shuffled(random, [...gold, ...items(random.below(4), 'x')])
      const truth = listTruth('ndcg', gold)
      const before = numberOf(truth, said(lines))
      // The more relevant of two lines comes first in the gold.
      const i = random.below(lines.length)
      const j = random.below(lines.length)
      const rank = (line: string) => (gold.includes(line) ? gold.indexOf(line) : gold.length)
      const [a, b] = [Math.min(i, j), Math.max(i, j)]
      if (rank(lines[a]) <= rank(lines[b])) continue
      ;[lines[a], lines[b]] = [lines[b], lines[a]]
      expect(numberOf(truth, said(lines))).toBeGreaterThanOrEqual(before - 1e-12)
    }
  })

  test.each([43, 44])('pairwise: neighbours put in order, in both modes, seed %i', (seed) => {
    const random = seededRandom(seed)
    for (let round = 0; round < 300; round++) {
      const gold = items(2 + random.below(10), 'g')
      const lines = shuffled(random, gold)
      const at = random.below(lines.length - 1)
      if (gold.indexOf(lines[at]) < gold.indexOf(lines[at + 1])) continue
      const better = [...lines]
      ;[better[at], better[at + 1]] = [lines[at + 1], lines[at]]
      const pairs = (gold.length * (gold.length - 1)) / 2
      for (const options of [{}, corrected]) {
        const truth = listTruth('pairwise', gold)
        const gained = numberOf(truth, said(better), options) - numberOf(truth, said(lines), options)
        expect(gained).toBeCloseTo(1 / pairs, 12)
      }
    }
  })

  test.each([45, 46])('f1 and iou: one right item more, one wrong item less, seed %i', (seed) => {
    const random = seededRandom(seed)
    for (let round = 0; round < 300; round++) {
      const gold = items(1 + random.below(10), 'g')
      const known = gold.filter(() => random.next() < 0.5)
      const wrong = items(random.below(6), 'x')
      const missing = gold.filter((item) => !known.includes(item))
      const forms = [
        [listTruth('f1', gold), (lines: string[]) => said(lines)],
        [labelTruth('multitableqa_pretraining', JSON.stringify({ data: gold })), (lines: string[]) => table(lines)],
      ] as const
      for (const [truth, form] of forms) {
        const before = numberOf(truth, form([...known, ...wrong]))
        if (missing.length > 0) {
          expect(numberOf(truth, form([...known, ...wrong, missing[0]]))).toBeGreaterThan(before)
        }
        if (wrong.length > 0 && known.length > 0) {
          expect(numberOf(truth, form([...known, ...wrong.slice(1)]))).toBeGreaterThan(before)
        }
      }
    }
  })

  test('rouge-l, corrected: one gold word more in its place', () => {
    const gold = items(12, 'word').map((word) => word.replace(' ', ''))
    const truth = listTruth('rouge-l', [gold.join(' ')])
    let last = 0
    for (let count = 1; count <= gold.length; count++) {
      const value = numberOf(truth, said([gold.slice(0, count).join(' ')]), corrected)
      expect(value).toBeGreaterThan(last)
      last = value
    }
    expect(last).toBe(1)
  })
})

test.each([47, 48])('bounds: whatever is listed, in any order and number, seed %i', (seed) => {
  const random = seededRandom(seed)
  const names: readonly ListName[] = ['accuracy', 'f1', 'sub-em', 'ndcg', 'pairwise', 'rouge-l']
  for (let round = 0; round < 400; round++) {
    const pool = [...items(5, 'g'), '', ' ', '中文', 'G 1']
    const pick = (most: number) => Array.from({ length: random.below(most) }, () => random.pick(pool))
    const gold = [random.pick(pool), ...pick(6)]
    for (const name of names) {
      for (const options of [{}, corrected]) {
        const { value, reason } = score(listTruth(name, gold), said(pick(9)), options)
        expect(value === null || (value >= 0 && value <= 1), `${name} ${value} ${reason}`).toBe(true)
        if (value === 1) expect(reason).toBe('right')
        if (reason === 'wrong') expect(value).toBe(0)
        if (reason === 'partial') expect(value !== null && value > 0 && value < 1).toBe(true)
      }
    }
  }
})

describe('mathematics', () => {
  const labels = [
    ...new Set(
      vectors<{ ground_truth: { golden_label?: string } | string; data_source: string }>('math').map(
        ({ ground_truth }) => (typeof ground_truth === 'string' ? ground_truth : String(ground_truth.golden_label)),
      ),
    ),
  ]
  test('a gold in a box, said as it is spelled, is right', () => {
    const odd = labels.filter((label) => {
      const { value, reason } = score(labelTruth('math_longcot_math_verify', label), `</think>\\boxed{${label}}`)
      // Its box may not be closed, or hold nothing that can be read: then it is no answer, and never wrong.
      return value !== 1 && reason !== 'parse:no-answer' && reason !== 'undecided'
    })
    expect(odd).toEqual([])
    expect(labels.length).toBeGreaterThan(50)
  })

  const BITS = [
    ...[
      '\\boxed{',
      '\\frac{',
      '\\sqrt',
      '\\left(',
      '\\right)',
      '\\begin{pmatrix}',
      '\\end{pmatrix}',
      '\\text{',
      '\\pi',
    ],
    ...[
      '\\infty',
      '\\cup',
      '\\in',
      '\\pm',
      '\\%',
      '\\times',
      '\\{',
      '\\}',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '$',
      '$$',
      '&',
    ],
    ...[
      '\\\\',
      '^',
      '_',
      '=',
      '<',
      '\\le',
      ',',
      ';',
      '.',
      '!',
      '/',
      '+',
      '-',
      '*',
      '1',
      '23',
      '0.5',
      '1,000',
      'x',
      'y',
    ],
    ...['e', 'i', ' ', '\n', 'and', 'final answer is', '中', '😀', '\ud800', '\u0000', '|', "'", '~'],
  ]
  // failing seeds stay here
  test.each([301, 302, 303, 304])('the parser takes anything, from either side, seed %i', (seed) => {
    const random = seededRandom(seed)
    const text = () => Array.from({ length: random.below(14) }, () => random.pick(BITS)).join('')
    for (let round = 0; round < 1500; round++) {
      const truth = labelTruth('math_longcot_math_verify', random.next() < 0.5 ? text() : random.pick(labels))
      const body = random.next() < 0.6 ? `\\boxed{${text()}}` : text()
      const first = score(truth, `</think>${body}`)
      expect(first.value === null || first.value === 0 || first.value === 1).toBe(true)
      expect(first.reason).toMatch(/^(right|wrong|undecided|timeout|parse:no-answer|empty:.*|exception:.*|error:.*)$/)
      expect(score(truth, `</think>${body}`)).toEqual(first)
    }
  })
})
