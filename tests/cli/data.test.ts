import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { folder, indexed, jsonLines, longview, SAMPLES } from './longview.ts'

const ROW = {
  data_source: 'EM',
  prompt: [{ role: 'user', content: 'Where is the key? The key is under the mat.' }],
  ability: 'x',
  reward_model: { ground_truth: { doc_ids: [], golden_label: 'mat', summary: 'English' } },
  extra_info: { reward_mode: 'EM', question: 'Where is the key?' },
}
const withQuestion = (question: string) => ({ ...ROW, extra_info: { ...ROW.extra_info, question } })

describe('longview index', () => {
  it('reads standard input, keeps it for the prompts, and knows it again', async () => {
    const cwd = folder()
    const input = `${JSON.stringify(ROW)}\n`
    const first = await longview(['index', '-', '--json'], { cwd, input: gzipSync(input) })
    expect([first.code, jsonLines(first)]).toMatchObject([0, [{ rows: 1, set_aside: 0 }]])
    const [{ sample_id }] = jsonLines<{ sample_id: string }>(await longview(['samples', '--json'], { cwd }))
    const [shown] = jsonLines(await longview(['show', sample_id, '--json'], { cwd }))
    expect(shown).toMatchObject({ prompt: ROW.prompt })
    expect((await longview(['index', '-'], { cwd, input: gzipSync(input) })).out).toContain('unchanged')
    const empty = await longview(['index', '-'], { cwd, input: '' })
    expect(empty.code).toBe(3)
    expect((await longview(['index', '-', '-'], { cwd, input })).code).toBe(2)
  })

  it('reads a file, tells of it on one line, and does nothing the second time', async () => {
    const cwd = folder()
    const first = await longview(['index', SAMPLES, '--json'], { cwd })
    const [line, ...more] = jsonLines<{ rows: number; tasks: Record<string, number> }>(first)
    expect(first.code).toBe(0)
    expect(more).toEqual([])
    expect(Object.keys(line)).toEqual(['file', 'rows', 'set_aside', 'tasks', 'seconds'])
    expect(line).toMatchObject({ file: SAMPLES, set_aside: 0 })
    expect(line.rows).toBe(readFileSync(SAMPLES, 'utf8').trimEnd().split('\n').length)
    expect(Object.values(line.tasks).reduce((a, b) => a + b)).toBe(line.rows)
    const again = await longview(['index', SAMPLES], { cwd })
    expect(again.code).toBe(0)
    expect(again.out).toContain('unchanged')
  })

  it('sets rows aside with file, line and reason, and ends with 1', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'a.jsonl'), `${JSON.stringify(ROW)}\n{"broken\n${JSON.stringify(withQuestion('b?'))}\n`)
    const run = await longview(['index', 'a.jsonl', '--json'], { cwd })
    expect(run.code).toBe(1)
    expect(jsonLines(run)).toMatchObject([{ rows: 2, set_aside: 1 }])
    expect(run.err).toContain('a.jsonl')
    expect(run.err).toContain('line 2')
    const quiet = await longview(['index', 'a.jsonl', '--quiet'], { cwd })
    expect([quiet.code, quiet.err]).toEqual([1, ''])
  })

  it('ends with 3 where nothing can be read, with 1 where something could', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'empty.jsonl'), '')
    writeFileSync(join(cwd, 'good.jsonl'), `${JSON.stringify(ROW)}\n`)
    writeFileSync(join(cwd, 'cut.parquet'), 'PAR1 and no more')
    mkdirSync(join(cwd, 'dir'))
    for (const file of ['empty.jsonl', 'dir', 'missing.jsonl', 'cut.parquet']) {
      const run = await longview(['index', file], { cwd })
      expect(run.code, file).toBe(3)
      expect(run.err, file).toContain(join(cwd, file))
      expect(run.err, file).toMatch(/^ {2}remedy {2}\S/m)
    }
    const some = await longview(['index', 'empty.jsonl', 'good.jsonl', '--json'], { cwd })
    expect(some.code).toBe(1)
    expect(jsonLines(some)).toHaveLength(1)
  })
})

describe('the workspace', () => {
  it('is the nearest .longview upwards, or the one that is named', async () => {
    const cwd = await indexed()
    mkdirSync(join(cwd, 'a/b'), { recursive: true })
    const below = await longview(['samples', '--json', '--limit', '1'], { cwd: join(cwd, 'a/b') })
    expect(jsonLines(below)).toHaveLength(1)
    const named = await longview(['samples', '--json', '--limit', '1', '--workspace', join(cwd, '.longview')])
    expect(named.out).toBe(below.out)
  })

  it('that is not there, or is broken, ends with 3 and a remedy', async () => {
    const none = await longview(['samples'])
    expect(none.code).toBe(3)
    expect(none.err).toContain('longview index')
    const cwd = folder()
    mkdirSync(join(cwd, '.longview'))
    writeFileSync(join(cwd, '.longview/longview.db'), 'this is no database, whatever its name says'.repeat(100))
    for (const args of [['samples'], ['index', SAMPLES], ['runs', 'delete', 'x']]) {
      const broken = await longview(args, { cwd })
      expect(broken.code, args[0]).toBe(3)
      expect(broken.err).toMatch(/remedy/)
    }
  })
})

describe('longview samples', () => {
  let cwd: string
  beforeAll(async () => {
    cwd = await indexed()
  })
  const list = async (...args: string[]) =>
    jsonLines<Record<string, never>>(await longview(['samples', '--json', ...args], { cwd }))

  it('lists all as JSON with the fields of the specification', async () => {
    const rows = await list()
    const lines = readFileSync(SAMPLES, 'utf8').trimEnd().split('\n').length
    expect(rows).toHaveLength(lines)
    for (const row of rows)
      expect(Object.keys(row)).toEqual([
        ...['sample_id', 'file', 'line', 'task', 'reward_type', 'sub_task'],
        ...['language', 'bytes', 'chars', 'question'],
      ])
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: lines }, (_, i) => i + 1))
  })

  it('filters, orders and limits', async () => {
    const chinese = await list('--language', 'Chinese')
    expect(chinese.length).toBeGreaterThan(0)
    expect(new Set(chinese.map(({ language }) => language))).toEqual(new Set(['Chinese']))
    const two = await list('--task', 'summarization', '--task', 'comprehension')
    expect(new Set(two.map(({ task }) => task))).toEqual(new Set(['summarization', 'comprehension']))
    const bytes = (await list('--order', '-bytes', '--limit', '5')).map((row) => row.bytes as number)
    expect(bytes).toEqual([...bytes].sort((a, b) => b - a))
    expect(bytes).toHaveLength(5)
    expect((await list('--min-bytes', String(bytes[2]))).length).toBe(3)
    const subTask = await list('--sub-task', 't3.2')
    expect(new Set(subTask.map((row) => row.sub_task))).toEqual(new Set(['T3.2 Single-Hop Fact QA']))
    expect((await list('--reward-type', 'EM')).every((row) => row.reward_type === 'EM')).toBe(true)
    expect(await list('--reward-type', 'nothing')).toEqual([])
  })

  it('prints a table for people', async () => {
    const { out, err, code } = await longview(['samples', '--limit', '3'], { cwd })
    expect(code).toBe(0)
    expect(out.split('\n')[0]).toMatch(/^number +sample +task +type +language +prompt +question$/)
    expect(out.trimEnd().split('\n')).toHaveLength(4)
    expect(err).toMatch(/^3 of \d+ samples$/m)
  })

  it('finds text once the index has read it, and says when it has not', async () => {
    const dir = folder()
    const rows = [ROW, withQuestion('Wo liegt der Schlüssel?')].map((row) => JSON.stringify(row))
    writeFileSync(join(dir, 'a.jsonl'), `${rows.join('\n')}\n`)
    await longview(['index', 'a.jsonl', '--text'], { cwd: dir })
    const found = await longview(['samples', '--search', 'Schlüssel', '--json'], { cwd: dir })
    expect(jsonLines(found)).toMatchObject([{ line: 2, chars: 43 }])
    expect(found.err).toBe('')
  })

  it('disarms formulas in CSV and escapes in tables', async () => {
    const dir = folder()
    const hostile = ['=HYPERLINK("http://evil.example")', '\x1b]0;owned\x07\x1b[31mred', '+1,"two"\nthree']
    writeFileSync(
      join(dir, 'a.jsonl'),
      hostile.map((question) => `${JSON.stringify(withQuestion(question))}\n`).join(''),
    )
    await longview(['index', 'a.jsonl'], { cwd: dir })
    const csv = await longview(['samples', '--csv'], { cwd: dir })
    expect(csv.out.split('\r\n')[0]).toBe('sample_id,file,line,task,reward_type,sub_task,language,bytes,chars,question')
    expect(csv.out).toContain(`,"'=HYPERLINK(""http://evil.example"")"\r\n`)
    expect(csv.out).toContain(`,"'+1,""two""\nthree"\r\n`)
    const table = await longview(['samples'], { cwd: dir })
    expect(table.out).not.toContain('\x1b')
    expect(table.out).toContain('␛[31mred')
    expect(table.out.trimEnd().split('\n')).toHaveLength(4)
  })
})

describe('longview show', () => {
  let cwd: string
  beforeAll(async () => {
    cwd = await indexed()
  })

  it('gives the row as stored', async () => {
    const stored = JSON.parse(readFileSync(SAMPLES, 'utf8').split('\n')[4])
    const [{ sample_id: id }] = jsonLines(await longview(['samples', '--json', '--limit', '5'], { cwd })).slice(4)
    const run = await longview(['show', String(id), '--json'], { cwd })
    expect(jsonLines(run)).toEqual([stored])
    expect((await longview(['show', '5', '--json'], { cwd })).out).toBe(run.out)
    const { out } = await longview(['show', '5'], { cwd })
    expect(out).toContain(`sample 5, ${id}`)
    expect(out).toContain('--- user')
  })

  it('ends with 2 where there is no such sample or response', async () => {
    for (const args of [['0000000000000000'], ['99999'], ['1', '--response', '0']]) {
      const { code, err } = await longview(['show', ...args], { cwd })
      expect(code, args.join(' ')).toBe(2)
      expect(err).toMatch(/^longview: /)
    }
  })
})

describe('ids of samples', () => {
  it('stay apart for equal rows of two files', async () => {
    const cwd = await indexed()
    copyFileSync(SAMPLES, join(cwd, 'copy.jsonl'))
    expect((await longview(['index', 'copy.jsonl'], { cwd })).code).toBe(0)
    const rows = jsonLines<{ sample_id: string }>(await longview(['samples', '--json'], { cwd }))
    expect(new Set(rows.map((row) => row.sample_id)).size).toBe(rows.length)
  })
})
