import { describe, expect, test } from 'vitest'
import type { CellDocument } from '../../core/contract.ts'
import { inputColumns } from '../../core/notebook/code-columns.ts'
import { completions } from '../../core/notebook/complete.ts'

const inputs = [
  { name: 'rewards', columns: ['sample_id', 'task', 'reward'] },
  { name: 'my-data', columns: ['sample_id', 'bytes'] },
]
/** What is offered at the bar. */
const at = (language: 'typescript' | 'sql', marked: string) => {
  const before = marked.split('|')[0]
  return completions(language, { text: marked.replace('|', ''), before }, inputs)
}
const labels = (language: 'typescript' | 'sql', marked: string) => at(language, marked).map(({ label }) => label)

describe('TypeScript', () => {
  test('inputs and functions where a word begins; a name that is no word through inputs', () => {
    expect(labels('typescript', 'const x = |')).toEqual(expect.arrayContaining(['rewards', 'my-data', 'mean', 'plot']))
    expect(at('typescript', '|').find(({ label }) => label === 'my-data')?.insert).toBe("inputs['my-data']")
    expect(labels('typescript', "inputs['|")).toEqual(['rewards', 'my-data'])
    expect(labels('typescript', 'inputs.|')).toEqual(['rewards'])
  })

  test('what an array does behind an input, the columns behind a row', () => {
    expect(labels('typescript', 'rewards.fi|')).toContain('filter')
    expect(labels('typescript', "inputs['my-data'].|")).toContain('filter')
    expect(labels('typescript', 'rewards.map((row) => row.|')).toEqual(['sample_id', 'task', 'reward', 'bytes'])
    expect(at('typescript', 'row.|')[0]).toMatchObject({ kind: 'column', detail: 'rewards, my-data' })
    expect(labels('typescript', "groupBy(rewards, 't|")).toEqual(['sample_id', 'task', 'reward', 'bytes'])
  })

  test('nothing where nothing is known', () => {
    expect(labels('typescript', 'Math.|')).toEqual([])
    expect(labels('typescript', "const a = 'some |")).toEqual([])
    expect(labels('typescript', "const a = 'it\\'s' + |")).toContain('rewards')
  })
})

describe('SQL', () => {
  test('the columns of what is asked, before all else; of every input while nothing is', () => {
    expect(labels('sql', 'SELECT | FROM rewards').slice(0, 3)).toEqual(['sample_id', 'task', 'reward'])
    expect(labels('sql', 'SELECT |')).toEqual(expect.arrayContaining(['reward', 'bytes', 'avg', 'FROM']))
    expect(labels('sql', 'SELECT | FROM rewards')).not.toContain('bytes')
  })

  test('inputs behind FROM and JOIN, quoted where they must be', () => {
    expect(at('sql', 'select * from |').map(({ insert }) => insert)).toEqual(['rewards', '"my-data"'])
    expect(labels('sql', 'select * from rewards join |')).toEqual(['rewards', 'my-data'])
  })

  test('the columns of one table behind its name or its alias', () => {
    expect(labels('sql', 'SELECT d.| FROM rewards r JOIN "my-data" AS d USING (sample_id)')).toEqual([
      'sample_id',
      'bytes',
    ])
    expect(labels('sql', 'SELECT r.| FROM rewards r')).toContain('reward')
    expect(labels('sql', 'SELECT rewards.| FROM rewards WHERE 1')).toContain('reward')
    expect(labels('sql', 'SELECT nobody.| FROM rewards')).toEqual([])
    expect(labels('sql', "SELECT 'a |")).toEqual([])
  })
})

test('columns follow from the kinds; those of another code cell from what it left', () => {
  const cell = (id: string, kind: string, names: readonly string[], params = {}): CellDocument => ({
    ...{ id, kind, inputs: names, params },
  })
  const code = cell('c', 'code', ['d', 'a', 'other'], { texts: true })
  const document = {
    ...{ version: 1 },
    cells: [cell('d', 'dataset', []), cell('a', 'advantage', []), cell('other', 'code', []), code],
  }
  const [data, advantage, other] = inputColumns(document, code, undefined)
  expect(data.columns).toContain('question')
  expect(advantage.columns).toEqual(expect.arrayContaining(['response', 'reward', 'reason', 'advantage']))
  expect(other.columns).toEqual([])
  const given = [{ name: 'other', rows: 1, columns: ['mean'] }]
  const output = { kind: 'code' as const, result: { kind: 'number' as const, value: 1 }, log: [], logLeft: 0, given }
  expect(inputColumns(document, code, output as never)[2].columns).toEqual(['mean'])
})
