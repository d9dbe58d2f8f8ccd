import { describe, expect, test } from 'vitest'
import type { LintEvent, LintParams } from '../../../core/contract.ts'
import { rewardData } from '../../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../../core/model/reward.ts'
import { brokenGold, lintSample, missingGold } from '../../../core/rewards/lint/index.ts'
import { row } from '../dataset/lab.ts'
import { scoreLab } from './lab.ts'

type Finding = Extract<LintEvent, { kind: 'finding' }>

const lab = scoreLab()
const FEW = { maxBytes: 12_000 }
const options = { ...DEFAULT_REWARD_OPTIONS, engine: 'native' as const }

async function lint(params: LintParams, from = lab): Promise<Finding[]> {
  const found: Finding[] = []
  for await (const event of from.engine().lint(params)) if (event.kind === 'finding') found.push(event)
  return found
}

describe('lint of the bundled samples', () => {
  test('finds what the pure functions find, sample by sample', async () => {
    const engine = lab.engine()
    const { rows } = await engine.samples({ ...FEW, limit: 1000 })
    expect(rows.length).toBeGreaterThan(10)
    const truths = await engine.truths({ ids: rows.map(({ id }) => id) })
    const found = await lint({ filter: FEW })
    expect(found.length).toBeGreaterThan(10)
    for (const { id, rewardType } of rows) {
      const truth = truths[id]
      const { messages } = await engine.prompt({ id })
      const prompt = messages.map(({ content }) => content).join('\n')
      const own = found.filter(({ sampleId }) => sampleId === id)
      expect(own.every((each) => each.rewardType === rewardType)).toBe(true)
      const exploits = lintSample(truth, prompt, options, rewardData())
      const broken = brokenGold(truth, options, rewardData())
      const missing = missingGold(truth, prompt)
      expect(own.map(({ exploit, reward, response }) => [exploit, reward, response])).toEqual([
        ...exploits.map(({ exploit, reward, response }) => [exploit, reward, response]),
        ...(broken ? [['broken-gold', broken.reward.value, broken.response]] : []),
        ...(missing && missing.missing.length > 0 ? [['gold-not-in-prompt', null, missing.missing.join('\n')]] : []),
      ])
    }
  })

  test('finds a reward of one’s own that pays for nothing', async () => {
    const file = lab.file('short.ts', `export default (response) => (response.afterThinking.trim() === '' ? 1 : 0)`)
    const found = await lint({ filter: { maxBytes: 5000 }, reward: file })
    const { total } = await lab.engine().samples({ maxBytes: 5000, limit: 1 })
    const empty = found.filter(({ exploit }) => exploit === 'empty-answer')
    expect(empty.length).toBe(total)
    for (const { reward, response } of empty) expect([reward, response.split('</think>')[1].trim()]).toEqual([1, ''])
  })

  test('can be left at any time; an unknown reward is told before any work', async () => {
    for await (const event of lab.engine().lint({ filter: {} })) if (event.kind === 'progress') break
    await expect(lint({ filter: FEW, reward: 'no-such-reward' })).rejects.toMatchObject({
      parts: { code: 'not-found' },
    })
    await expect(lint({ filter: FEW, reward: '/nowhere/mine.ts' })).rejects.toMatchObject({
      parts: { code: 'unreadable' },
    })
  })
})

describe('lint of broken gold', () => {
  const broken = scoreLab([
    row(0, {
      data_source: 'selection',
      reward_model: { ground_truth: { doc_ids: [], golden_label: '(C)', summary: '' } },
    }),
    row(1),
    row(2, { reward_model: { ground_truth: { doc_ids: [], golden_label: 'ultramarine', summary: '' } } }),
  ])
  test('names the gold that earns too little, and the gold that the prompt does not hold', async () => {
    const found = await lint({ filter: {} }, broken)
    const { rows } = await broken.engine().samples({})
    const of = (n: number) => found.filter(({ sampleId }) => sampleId === rows[n].id)
    expect(of(0).map(({ exploit, reward }) => [exploit, reward])).toContainEqual(['broken-gold', 0])
    expect(of(1)).toEqual([])
    expect(of(2).map(({ exploit, response }) => [exploit, response])).toEqual([['gold-not-in-prompt', 'ultramarine']])
  })
})
