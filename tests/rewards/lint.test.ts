import { describe, expect, test } from 'vitest'
import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../core/model/reward.ts'
import type { Truth } from '../../core/model/sample.ts'
import { brokenGold, EXPLOITS, lintSample, missingGold } from '../../core/rewards/lint/index.ts'
import { promptNumbers, promptPieces } from '../../core/rewards/lint/pieces.ts'
import { labelTruth, listTruth, score } from './cases.ts'

const data = rewardData()
const lint = (truth: Truth, prompt: string) => lintSample(truth, prompt, DEFAULT_REWARD_OPTIONS, data)
const prompt = '# Report\n- Alpha Corp\n- Beta Ltd\n- Gamma Inc\nRevenue: 12, 15 and 1,300.5\n'

describe('exploits', () => {
  test('sub-em pays for listing every line, and the response shows it', () => {
    const truth = listTruth('sub-em', ['Alpha Corp', 'Gamma Inc'])
    const found = lint(truth, prompt)
    const listing = found.find(({ exploit }) => exploit === 'every-candidate')
    expect(listing?.reward).toBe(1)
    expect(score(truth, listing?.response ?? '').value).toBe(1)
    expect(found.map(({ exploit }) => exploit)).toEqual(
      expect.arrayContaining(['gold-and-opposite', 'repeated-lines', 'thinking-only']),
    )
    for (const { exploit, reward, response } of found) {
      expect(EXPLOITS.some(({ name }) => name === exploit)).toBe(true)
      expect(score(truth, response).value).toBe(reward)
    }
    expect(found.map(({ reward }) => reward)).toEqual([...found.map(({ reward }) => reward)].sort((a, b) => b - a))
  })

  test('pairwise pays for one right pair', () => {
    const found = lint(listTruth('pairwise', ['a', 'b', 'c', 'd', 'e']), prompt)
    expect(found.find(({ exploit }) => exploit === 'one-right-pair')?.reward).toBe(1)
  })

  test('exact match is not bought with lists, letters or nothing', () => {
    expect(lint(labelTruth('EM', 'Alpha Corp'), prompt)).toEqual([])
    expect(lint(labelTruth('EM', ''), prompt).map(({ exploit }) => exploit)).toEqual(['empty-answer'])
  })

  test('the first letter named is taken', () => {
    const found = lint(labelTruth('selection', 'A'), prompt)
    expect(found.map(({ exploit }) => exploit)).toEqual(expect.arrayContaining(['all-letters', 'gold-and-opposite']))
    expect(lint(labelTruth('selection', 'D'), prompt).map(({ exploit }) => exploit)).toEqual(['gold-and-opposite'])
  })

  test('a sample without a known reward is left alone', () => {
    expect(lint(labelTruth('nobody', 'a'), prompt)).toEqual([])
  })
})

describe('pieces of a prompt', () => {
  test('lines, items, cells, quotes, numbers', () => {
    const pieces = promptPieces('1. First item; second\n- "quoted part" | cell\n第一条：甲方，乙方')
    for (const piece of ['First item', 'second', 'quoted part', 'cell', '甲方', '乙方']) expect(pieces).toContain(piece)
    expect(promptNumbers(prompt)).toEqual(['12', '15', '1,300.5'])
  })

  test('a prompt of a megabyte of anything is cut up in time', () => {
    for (const unit of ['(', '"', ',', '1', '- ', '「', ' ', 'a.']) {
      const long = unit.repeat(1_000_000 / unit.length)
      expect(promptPieces(long).length).toBeLessThanOrEqual(20_000)
      expect(promptNumbers(long).length).toBeLessThanOrEqual(500)
    }
  })
})

describe('gold', () => {
  const broken = (truth: Truth) => brokenGold(truth, DEFAULT_REWARD_OPTIONS, data)

  test('that is whole earns its reward', () => {
    expect(broken(labelTruth('EM', ' a '))).toBeNull()
    expect(broken(labelTruth('selection', 'The correct answer is (C). It is'))).toBeNull()
    expect(broken(labelTruth('multitableqa_pretraining', '{"data": [[1, "a"]]}'))).toBeNull()
    expect(broken(listTruth('ndcg', ['a', 'b']))).toBeNull()
    expect(broken(listTruth('pairwise', ['a', 'b', 'c']))).toBeNull()
    expect(broken(listTruth('rouge-l', ['a summary of words. and more']))).toBeNull()
    expect(broken(listTruth('rouge-l', ['南京市长江大桥在江苏省'], 'Chinese'))).toBeNull()
  })

  test('that is broken does not', () => {
    expect(broken(labelTruth('selection', '(C)'))?.reward.value).toBe(0)
    expect(broken(labelTruth('selection', 'E'))?.reward.reason).toBe('parse:no-choice')
    expect(broken(labelTruth('multitableqa_pretraining', '{"data": [[1, "a"]'))?.reward.reason).toBe('parse:gold')
    expect(broken(listTruth('f1', ['a\nb', 'c']))?.reward.value).toBeLessThan(1)
    expect(broken(listTruth('pairwise', ['a', 'b', 'a']))?.wanted).toBe(1)
    const long = Array.from({ length: 1100 }, (_, at) => `w${at}`).join(' ')
    expect(broken(listTruth('rouge-l', [long]))?.reward.reason).toBe('exception:recursion')
    expect(broken(labelTruth('EM', 5))?.reward.reason).toBe('error:reward')
  })

  test('that the prompt does not hold is named', () => {
    expect(missingGold(listTruth('f1', ['ALPHA  corp', 'Delta']), prompt)).toEqual({ of: 2, missing: ['delta'] })
    expect(missingGold(labelTruth('EM', 'Beta Ltd'), prompt)).toEqual({ of: 1, missing: [] })
    expect(missingGold(listTruth('rouge-l', ['anything']), prompt)).toBeNull()
    const table = labelTruth('multitableqa_pretraining', '{"data": [["Gamma Inc", 15, 99]]}')
    expect(missingGold(table, prompt)).toEqual({ of: 3, missing: ['99'] })
  })
})
