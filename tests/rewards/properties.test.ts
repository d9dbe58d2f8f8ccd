import { describe, expect, test } from 'vitest'
import { type Random, seededRandom } from '../../core/math/random.ts'
import { overlongPenalty } from '../../core/rewards/index.ts'
import { corrected, type ListName, labelTruth, listTruth, score } from './cases.ts'

const NAMES: readonly ListName[] = ['accuracy', 'f1', 'sub-em', 'ndcg', 'pairwise']

function items(random: Random, count: number): string[] {
  const alphabet = ['Alpha', 'β', '中文', 'x-1', '😀', 'İ', '12.5', '(c)', 'Σ', 'ẞ']
  return Array.from({ length: count }, (_, at) => `${random.pick(alphabet)} ${random.pick(alphabet)} ${at}`)
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value)
}

const said = (lines: readonly string[]) => `<think>t</think>\n[Answer]\n${lines.join('\n')}`

describe('the gold against itself is 1', () => {
  test.each(NAMES)('%s', (name) => {
    const random = seededRandom(31)
    for (let round = 0; round < 200; round++) {
      const gold = items(random, 2 + random.below(30))
      expect(score(listTruth(name, gold), said(gold))).toEqual({ value: 1, reason: 'right' })
      expect(score(listTruth(name, gold), said(gold), corrected)).toEqual({ value: 1, reason: 'right' })
      const loud = gold.map((item) => ` ${item.replaceAll(' ', '\u3000 ')}\t`)
      // U+1E9E and U+0130 keep their lower case; the rest folds the same from both sides
      expect(score(listTruth(name, gold), said(loud)).value).toBe(1)
    }
  })

  test('em, selection, iou', () => {
    expect(score(labelTruth('EM', ' İ 中 '), 't</think>\nİ 中').value).toBe(1)
    for (const letter of 'ABCD') {
      expect(score(labelTruth('selection', letter), `</think>The correct answer is (${letter})`).value).toBe(1)
    }
    const table = '{"data": [[1, 1.0, "x"], [null, true], {"k": [1e5]}, [1, 1.0, "x"]]}'
    expect(score(labelTruth('multitableqa_pretraining', table), `</think><answer>${table}</answer>`).value).toBe(1)
  })

  test('rouge-l: all but the epsilon, and but the words of the tags', () => {
    const gold = 'one two three. four five'
    expect(score(listTruth('rouge-l', [`</think> ${gold}`]), `</think> ${gold}`).value).toBeCloseTo(1, 7)
    expect(score(listTruth('rouge-l', [gold]), `</think>${gold}`, corrected).value).toBe(1)
  })
})

describe('order', () => {
  test('does not matter to sets', () => {
    const random = seededRandom(32)
    for (let round = 0; round < 200; round++) {
      const gold = items(random, 1 + random.below(12))
      const lines = [
        ...gold.filter(() => random.next() < 0.6),
        ...items(random, random.below(5)).map((one) => `${one}!`),
      ]
      for (const name of ['f1', 'sub-em'] as const) {
        const value = score(listTruth(name, gold), said(lines)).value
        expect(score(listTruth(name, shuffled(random, gold)), said(shuffled(random, lines))).value).toBe(value)
      }
      const table = (rows: readonly string[]) => JSON.stringify({ data: rows.map((row) => [row, row.length]) })
      const answer = (rows: readonly string[]) => `</think><answer>${table(rows)}</answer>`
      const value = score(labelTruth('multitableqa_pretraining', table(gold)), answer(lines)).value
      const other = labelTruth('multitableqa_pretraining', table(shuffled(random, gold)))
      expect(score(other, answer(shuffled(random, lines))).value).toBe(value)
    }
  })

  test('is all that matters to pairwise: reversed is 0, one swap of neighbours costs one pair', () => {
    const gold = ['a', 'b', 'c', 'd', 'e']
    expect(score(listTruth('pairwise', gold), said([...gold].reverse())).value).toBe(0)
    expect(score(listTruth('pairwise', gold), said(['b', 'a', 'c', 'd', 'e'])).value).toBeCloseTo(0.9, 12)
  })
})

describe('more of the same', () => {
  test('sub-em never falls by a line more, ndcg never changes by lines after the last rank', () => {
    const random = seededRandom(33)
    for (let round = 0; round < 200; round++) {
      const gold = items(random, 1 + random.below(8))
      const lines = shuffled(random, gold)
      const more = [...lines, ...items(random, 3).map((one) => `${one}?`)]
      const before = score(listTruth('sub-em', gold), said(lines.slice(0, 3))).value as number
      expect(score(listTruth('sub-em', gold), said([...lines.slice(0, 3), ...more])).value).toBeGreaterThanOrEqual(
        before,
      )
      expect(score(listTruth('ndcg', gold), said(more)).value).toBe(score(listTruth('ndcg', gold), said(lines)).value)
    }
  })

  test('a wrong line lowers f1, a repeated one does not', () => {
    const truth = listTruth('f1', ['a', 'b'])
    const all = score(truth, said(['a', 'b'])).value as number
    expect(score(truth, said(['a', 'b', 'b'])).value).toBe(all)
    expect(score(truth, said(['a', 'b', 'c'])).value).toBeLessThan(all)
  })
})

test('the overlong penalty starts at M - B and falls in a line', () => {
  expect(overlongPenalty(0)).toBe(0)
  expect(overlongPenalty(12_288)).toBe(0)
  expect(overlongPenalty(12_289)).toBeCloseTo(-1 / 4096, 12)
  expect(overlongPenalty(16_384)).toBe(-1)
  expect(overlongPenalty(20_480)).toBe(-2)
  expect(overlongPenalty(90, { longest: 100, buffer: 20, factor: 0.5 })).toBe(-0.25)
  expect(Object.is(overlongPenalty(5), 0)).toBe(true)
})
