import { describe, expect, test } from 'vitest'
import { DATA_SOURCES, SUB_TASKS, TASKS, taskOf } from '../../core/model/tasks.ts'
import { bare } from '../../scripts/make-samples/tasks/build.ts'
import { madeSamples } from './made.ts'

const samples = madeSamples()
const tally = (names: readonly (string | null)[]): Map<string | null, number> => {
  const counts = new Map<string | null, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

describe('golds', () => {
  test.each(samples.map((each) => [each.made.draft.key, each] as const))(
    '%s is derived anew from its prompt',
    (_, { made, row }) => {
      const { draft } = made
      const asked = row.prompt.at(-1)?.content ?? ''
      expect(draft.check(asked)).toBe('')
      expect(asked).toContain(row.extra_info.question)
    },
  )

  test('no check passes on the question alone', () => {
    const careless = samples.filter(({ made: { draft } }) => {
      try {
        return draft.check(draft.prompt.slice(bare(draft.prompt).length)) === ''
      } catch {
        return false // unreadable without its documents: as it should be
      }
    })
    expect(careless.map((each) => each.made.draft.key)).toEqual([])
  })

  test('no check passes with another gold of the same task', () => {
    // A checker holds its own gold: run over the next sample of the same family, it must object.
    const families = Map.groupBy(samples, (each) => each.made.draft.key.replace(/-\d+\/\w+$/, ''))
    for (const family of families.values()) {
      for (let i = 0; i + 1 < family.length; i++) {
        const other = family[i + 1].made.draft.prompt
        let said = ''
        try {
          said = family[i].made.draft.check(other)
        } catch (error) {
          said = String(error)
        }
        expect(said, `${family[i].made.draft.key} over ${family[i + 1].made.draft.key}`).not.toBe('')
      }
    }
  })

  test('a gold stands in the row where its scorer looks', () => {
    for (const { row, made } of samples) {
      const { ground_truth } = row.reward_model
      const truth = Array.isArray(ground_truth) ? ground_truth[ground_truth.length - 1] : ground_truth
      const lists = row.data_source === 'longbench_pro' || row.data_source === 'retrieval_calculate'
      if (lists) expect(truth.doc_ids.length, made.draft.key).toBeGreaterThan(0)
      if (row.data_source !== 'longbench_pro') expect(truth.golden_label, made.draft.key).not.toBe('')
      if (row.data_source === 'multitableqa_pretraining')
        expect(JSON.parse(truth.golden_label).data.length).toBeGreaterThan(1)
      expect(new Set(truth.doc_ids).size).toBe(truth.doc_ids.length)
    }
  })
})

describe('composition', () => {
  test('ninety samples and more, ten of every task, all sub-tasks and data sources', () => {
    expect(samples.length).toBeGreaterThanOrEqual(90)
    const tasks = tally(samples.map(({ row }) => taskOf(row.data_source, row.extra_info.reward_mode)))
    for (const task of TASKS) expect(tasks.get(task.id), task.id).toBeGreaterThanOrEqual(10)
    const modes = tally(samples.map(({ row }) => row.extra_info.reward_mode))
    for (const subTask of Object.keys(SUB_TASKS)) expect(modes.get(subTask), subTask).toBeGreaterThanOrEqual(1)
    const sources = tally(samples.map(({ row }) => row.data_source))
    for (const source of DATA_SOURCES) expect(sources.get(source), source).toBeGreaterThanOrEqual(3)
    expect(
      [...sources.keys()].filter(
        (name) => name?.includes('math_longcot_math_verify') && name !== 'math_longcot_math_verify',
      ),
    ).not.toEqual([])
  })

  test('a third and more is Chinese, in Han characters', () => {
    const chinese = samples.filter(({ made }) => made.draft.language === 'Chinese')
    expect(chinese.length / samples.length).toBeGreaterThan(0.3)
    for (const { row, made } of chinese) {
      const letters = row.extra_info.question.match(/\p{L}/gu) ?? []
      const han = row.extra_info.question.match(/\p{Script=Han}/gu) ?? []
      expect(han.length / letters.length, made.draft.key).toBeGreaterThan(0.2)
    }
  })

  test('prompts from a thousand to three hundred thousand characters, most of middling length', () => {
    const lengths = samples.map(({ row }) => row.prompt_characters).sort((a, b) => a - b)
    expect(lengths[0]).toBeLessThan(1300)
    expect(lengths[0]).toBeGreaterThanOrEqual(900)
    expect(lengths.at(-2)).toBeGreaterThan(270_000)
    expect(lengths.at(-1)).toBeLessThan(310_000)
    expect(lengths.filter((length) => length > 100_000).length).toBeGreaterThanOrEqual(10)
    expect(lengths.filter((length) => length >= 3000 && length <= 60_000).length / lengths.length).toBeGreaterThan(0.7)
  })

  test('ground_truth in list form and languages to be detected occur, in English and Chinese', () => {
    const listed = samples.filter(({ row }) => Array.isArray(row.reward_model.ground_truth))
    expect(listed.length).toBeGreaterThanOrEqual(4)
    expect(listed.every((each) => each.jsonl)).toBe(true)
    const odd = samples.filter(({ made }) => made.draft.summary !== 'English' && made.draft.summary !== 'Chinese')
    expect(new Set(odd.map(({ made }) => made.draft.language)).size).toBe(2)
  })

  test('ids are sixteen hex digits and differ', () => {
    expect(new Set(samples.map((each) => each.id)).size).toBe(samples.length)
    for (const { id } of samples) expect(id).toMatch(/^[0-9a-f]{16}$/)
  })
})
