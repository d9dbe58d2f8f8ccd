import { describe, expect, test } from 'vitest'
import { corrected, type ListName, listTruth, score } from './cases.ts'

describe('mode corrected changes what is listed', () => {
  test('1: the metrics see only what follows the thinking', () => {
    for (const name of ['accuracy', 'f1', 'sub-em'] as const) {
      const truth = listTruth(name, ['alpha'])
      expect(score(truth, '<think>\n[Answer]\nalpha</think>').value, name).toBe(0)
      expect(score(truth, '[Answer]\nalpha\n</think>beta').value, name).toBe(name === 'f1' ? 2 / 3 : 1)
      expect(score(truth, '[Answer]\nalpha\n</think>beta', corrected).value, name).toBe(0)
      expect(score(truth, 'beta</think>alpha', corrected).value, name).toBe(1)
    }
  })

  test('2: rouge-l is the longest common subsequence of the answer area, repeats counted', () => {
    const truth = listTruth('rouge-l', ['the cat sat on the mat'])
    // the words: the cat on the mat sat; LCS: the cat on the mat = 5; P = 5/6, R = 5/6
    const response = 'never mind </think> so [Answer] The cat on the  mat sat'
    expect(score(truth, response, corrected).value).toBeCloseTo(5 / 6, 12)
    // two answers of one word each: L = 1, P = 1/3, R = 1/6
    expect(score(truth, '</think>cat cat cat', corrected).value).toBeCloseTo(
      (2 * (1 / 3) * (1 / 6)) / (1 / 3 + 1 / 6),
      12,
    )
    expect(score(truth, '</think>nothing shared', corrected)).toEqual({ value: 0, reason: 'wrong' })
    expect(score(truth, 'the cat</think>', corrected)).toEqual({ value: 0, reason: 'empty:response' })
    const two = listTruth('rouge-l', ['x y', 'the mat'])
    expect(score(two, '</think>the mat', corrected)).toEqual({ value: 1, reason: 'right' })
  })

  test('2: a full stop does not split, and stays with its word', () => {
    const truth = listTruth('rouge-l', ['one two. three four'])
    expect(score(truth, '</think>two. three', corrected).value).toBeCloseTo((2 * 1 * 0.5) / 1.5, 12)
    expect(score(truth, '</think>two three', corrected).value).toBeCloseTo((2 * 0.5 * 0.25) / 0.75, 12)
  })

  test('3: pairwise counts over the answers', () => {
    const truth = listTruth('pairwise', ['a', 'b', 'c', 'd'])
    expect(score(truth, '</think>[Answer]\na\nb').value).toBe(1)
    expect(score(truth, '</think>[Answer]\na\nb', corrected).value).toBeCloseTo(1 / 6, 12)
    expect(score(truth, '</think>[Answer]\na\n\nb\nc\n\nx\nd', corrected)).toEqual({ value: 1, reason: 'right' })
    // first occurrence: a c b a d keeps a before all
    expect(score(truth, '</think>[Answer]\na\nc\nb\na\nd', corrected).value).toBeCloseTo(5 / 6, 12)
    const repeated = listTruth('pairwise', ['a', 'b', 'A'])
    expect(score(repeated, '</think>[Answer]\na\nb', corrected).value).toBe(1)
    expect(score(listTruth('pairwise', ['a', 'a']), '</think>[Answer]\na\na', corrected).value).toBe(0)
  })

  test('5: f1 drops blank lines', () => {
    const truth = listTruth('f1', ['a', 'b'])
    expect(score(truth, '</think>[Answer]\na\n\nb').value).toBeCloseTo(0.8, 12)
    expect(score(truth, '</think>[Answer]\na\n\nb', corrected).value).toBe(1)
  })

  test('6: the letters of the gold decide where no language is named', () => {
    const gold = ['南京市长江大桥']
    const response = '</think>长江大桥在南京市'
    const chinese = score(listTruth('rouge-l', gold, 'Chinese'), response, corrected).value as number
    expect(chinese).toBeGreaterThan(0)
    for (const language of ['zh', '', null, 3]) {
      expect(score(listTruth('rouge-l', gold, language), response).value).toBe(0)
      expect(score(listTruth('rouge-l', gold, language), response, corrected).value).toBeCloseTo(chinese, 12)
    }
    expect(score(listTruth('rouge-l', gold, 'English'), response, corrected).value).toBe(0)
    expect(score(listTruth('rouge-l', ['a summary of 南京 city words'], 'en'), '</think>南京', corrected).value).toBe(
      score(listTruth('rouge-l', ['a summary of 南京 city words'], 'English'), '</think>南京', corrected).value,
    )
  })

  test('9: no recursion limit', () => {
    const words = Array.from({ length: 1500 }, (_, at) => `w${at}`).join(' ')
    const truth = listTruth('rouge-l', [words])
    expect(score(truth, `</think>${words}`).reason).toBe('exception:recursion')
    expect(score(truth, `</think>${words}`, corrected)).toEqual({ value: 1, reason: 'right' })
  })

  test('10: an exception is null with its reason', () => {
    const names: ListName[] = ['accuracy', 'f1', 'sub-em', 'ndcg', 'pairwise', 'rouge-l']
    for (const name of names) {
      const truth = listTruth(name, ['a', 1])
      expect(score(truth, '</think>a')).toMatchObject({ value: 0, reason: 'exception:AttributeError' })
      expect(score(truth, '</think>a', corrected)).toMatchObject({ value: null, reason: 'exception:AttributeError' })
    }
  })

  test('the corrections can be asked for one by one', () => {
    const truth = listTruth('pairwise', ['a', 'b', 'c'])
    const response = 'z</think>a\nb\nc'
    const alone = (...corrections: number[]) => score(truth, response, { ...corrected, corrections }).value
    expect(alone()).toBe(score(truth, response).value)
    expect(alone(1)).toBe(1) // the first line is no longer `z</think>a`
    expect(alone(3)).toBeCloseTo(1 / 3, 12)
  })

  test('all else stays: gate, empty gold, wrong names', () => {
    const truth = listTruth('f1', ['a'])
    expect(score(truth, 'a', corrected).reason).toBe('gate:no-think-end')
    expect(score(listTruth('f1', []), '</think>a', corrected).reason).toBe('empty:gold')
    expect(score({ ...truth, extraInfo: { reward_mode: 'x' } }, '</think>a', corrected).reason).toBe('error:usage')
  })
})
