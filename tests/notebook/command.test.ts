import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filterOf as filterOfValues } from '../../core/cli/frame/filters.ts'
import { parse } from '../../core/cli/frame/parse.ts'
import { VERBS } from '../../core/cli/verbs.ts'
import type { CellDocument } from '../../core/contract.ts'
import { ESTIMATORS } from '../../core/estimators/index.ts'
import { FIGURES } from '../../core/figures/index.ts'
import { TASKS } from '../../core/model/tasks.ts'
import {
  cellCommand,
  commandLine,
  reportCommand,
  responseCommand,
  sampleCommand,
  samplesCommand,
  shellWord,
} from '../../core/notebook/command.ts'

const cell = (id: string, kind: string, params: object, inputs: string[] = []): CellDocument => ({
  id,
  kind,
  params: params as Record<string, unknown>,
  inputs,
})

/** A chain of cells, its last one as words, with the run's name where a rollout has one. */
function wordsOf(...cells: CellDocument[]): readonly string[] | null {
  const document = { version: 1, cells }
  const place = { notebook: 'my notes.longview', document, runOf: () => "it's run 1" }
  return cellCommand(cells[cells.length - 1], place)
}

/** As the command line reads them. */
async function read(words: readonly string[] | null) {
  if (!words) throw new Error('no words')
  const [verb, ...rest] = words
  return parse(await VERBS[verb].load(), rest)
}

const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('-n', '--json', "it's", '$HOME', 'a b', '轴承 "x"', '\n'),
)

describe('a shell reads back', () => {
  test('every word as it was', () => {
    const words = fc.sample(
      fc.string({ minLength: 1, unit: 'grapheme' }).filter((word) => !word.includes('\0') && word.isWellFormed()),
      { seed: 50, numRuns: 150 },
    )
    const all = [...words, "it's", '$(rm)', '`x`', 'a\nb', '\\', '"', '*', '~', '', '!!', '轴承']
    const out = execFileSync('sh', ['-c', `printf '%s\\0' ${all.map(shellWord).join(' ')}`]).toString()
    expect(out.split('\0').slice(0, -1)).toEqual(all)
  })
})

describe('a cell as words of the command line', () => {
  test('samples: the same filter comes back, also of the cells above', async () => {
    const params = fc.record({
      tasks: fc.option(
        fc.subarray(
          TASKS.map((task) => task.id),
          { minLength: 1 },
        ),
      ),
      rewardTypes: fc.option(fc.array(text, { minLength: 1, maxLength: 3 })),
      languages: fc.option(fc.subarray(['English', 'Chinese'], { minLength: 1 })),
      minBytes: fc.option(fc.nat()),
      maxBytes: fc.option(fc.nat()),
      search: fc.option(text),
      sets: fc.option(fc.array(text, { minLength: 1, maxLength: 2 })),
      reasons: fc.option(fc.array(text, { minLength: 1, maxLength: 2 })),
      minReward: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0))),
      descending: fc.boolean(),
      order: fc.constantFrom('number', 'bytes', 'rewardType', 'meanReward', 'evidence', 'field:level'),
    })
    await fc.assert(
      fc.asyncProperty(params, async (own) => {
        const words = wordsOf(cell('d', 'dataset', { name: 'x', files: ['x.jsonl'] }), cell('s', 'samples', own, ['d']))
        const { values } = await read(words)
        const filter = filterOfValues(values as never)
        expect(filter.tasks ?? null).toEqual(own.tasks)
        expect(filter.rewardTypes ?? null).toEqual(own.rewardTypes)
        expect(filter.languages ?? null).toEqual(own.languages)
        expect(filter.minBytes ?? null).toBe(own.minBytes)
        expect(filter.maxBytes ?? null).toBe(own.maxBytes)
        expect(filter.sets ?? null).toEqual(own.sets)
        expect(filter.reasons ?? null).toEqual(own.reasons)
        expect(filter.minReward ?? null).toBe(own.minReward)
        expect(filter.search ?? null).toBe(own.search)
        const order: unknown = values.order ?? { order: 'number', descending: false }
        expect(order).toEqual({
          order: own.order,
          descending: own.descending,
        })
      }),
      { seed: 51, numRuns: 150 },
    )
  })

  test('what no verb can say is the run of the whole notebook', () => {
    const words = wordsOf(cell('s', 'samples', { rewarded: true }))
    expect(words).toEqual(['run', 'my notes.longview', '--out', 'out'])
    expect(commandLine(words ?? [])).toBe("longview run 'my notes.longview' --out out")
  })

  test('a rollout says what differs from the defaults of the verb', async () => {
    const samples = cell('s', 'samples', { tasks: ['summarization'] })
    const rollout = { endpoints: ['demo:', 'http://a:1'], n: 4, temperature: 0.7, templateKwargs: { on: true } }
    const { values } = await read(wordsOf(samples, cell('r', 'rollout', rollout, ['s'])))
    expect(values).toMatchObject({
      task: ['summarization'],
      endpoint: ['demo:', 'http://a:1'],
      n: 4,
      temperature: 0.7,
      'template-kwargs': { on: true },
      run: "it's run 1",
      'top-p': 1,
    })
  })

  test('score, advantage and figure name the run they rest on', async () => {
    const chain = [
      cell('r', 'rollout', { endpoints: ['demo:'] }),
      cell('c', 'score', { reward: 'my reward.ts', mode: 'corrected' }, ['r']),
    ]
    expect((await read(wordsOf(...chain))).values).toMatchObject({ run: "it's run 1", reward: 'my reward.ts' })
    for (const { name } of ESTIMATORS) {
      const params = { estimator: name, alpha: 0.8, epsilon: 1e-7, filterGroups: true, compareWith: 'grpo' }
      const advantage = cell('a', 'advantage', params, ['c'])
      const { values } = await read(wordsOf(...chain, advantage))
      expect(values).toMatchObject({ run: "it's run 1", estimator: name, 'filter-groups': true })
      for (const { kind } of FIGURES) {
        const plot = await read(wordsOf(...chain, advantage, cell('f', 'figure', { figure: kind }, ['a'])))
        expect(plot.values).toMatchObject({ figure: kind, output: `${kind}.svg`, estimator: name })
      }
    }
  })

  test('a dataset, a sample, a response, a report', async () => {
    expect(
      (await read(wordsOf(cell('d', 'dataset', { name: 'x', files: ['-a.jsonl', 'b c.jsonl'] })))).positionals,
    ).toEqual(['./-a.jsonl', 'b c.jsonl'])
    expect((await read(sampleCommand('3f2a'))).positionals).toEqual(['3f2a'])
    expect((await read(responseCommand('3f2a', 0, 'r 1'))).values).toMatchObject({ response: 0, run: 'r 1' })
    expect((await read(reportCommand('a b.longview'))).values.output).toBe('a b.html')
    expect(wordsOf(cell('n', 'note', { text: 'x' }))).toBeNull()
  })

  test('a table’s query: its run only where it speaks of rewards, files by name, ids by none', () => {
    const order = { order: 'number', descending: false } as const
    expect(samplesCommand({ run: 'first', reward: 'key' }, order)).toBe('longview samples')
    expect(
      samplesCommand(
        { files: ['/a b.jsonl'], tasks: ['summarization'], run: 'first' },
        { order: 'sd', descending: true },
      ),
    ).toBe("longview samples --file '/a b.jsonl' --task summarization --rewards-of first --order=-sd")
    expect(samplesCommand({ run: 'first', maxReward: 0.5 }, order)).toBe(
      'longview samples --rewards-of first --max-reward 0.5',
    )
    expect(samplesCommand({ ids: ['x'] }, order)).toBeNull()
  })
})
