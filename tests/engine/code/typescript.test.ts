import { describe, expect, test } from 'vitest'
import { numberColumn } from '../../../core/engine/code/tables.ts'
import { codeOf, faultOf } from './tables.ts'

const ts = (source: string) => codeOf('typescript', source)

describe('TypeScript over rows', () => {
  test('rows are plain objects; null, 0, false and nested values stay what they are', async () => {
    const { result } = await ts('const rows: typeof rewards = rewards\nrows.map((row) => ({ ...row }))')
    expect(result).toEqual({
      kind: 'table',
      columns: [
        { name: 'sample_id', numeric: false },
        { name: 'task', numeric: false },
        { name: 'index', numeric: true },
        { name: 'reward', numeric: true },
        { name: 'kept', numeric: false },
        { name: 'extra', numeric: false },
      ],
      rows: [
        ['a', 'comprehension', 0, 0, true, { a: [1, 2] }],
        ['a', 'comprehension', 1, 0.25, false, null],
        ['a', 'comprehension', 2, 0.5, null, { a: [1, 2] }],
        ['b', null, 0, 0.75, true, { a: [1, 2] }],
        ['b', null, 1, null, false, { a: [1, 2] }],
        ['b', null, 2, 1.25, true, { a: [1, 2] }],
      ],
    })
  })

  test('the last expression is the result: a number, words, a map, one object', async () => {
    expect((await ts('mean(rewards.map((row) => row.reward))')).result).toEqual({ kind: 'number', value: 0.55 })
    expect((await ts('rewards.length + " rows"')).result).toEqual({ kind: 'text', text: '6 rows' })
    expect((await ts('new Map([["a", 1]])')).result).toMatchObject({ rows: [['a', 1]] })
    expect((await ts('({ n: 9007199254740993n, when: new Date(0) })')).result).toMatchObject({
      rows: [['9007199254740993', '1970-01-01T00:00:00.000Z']],
    })
  })

  test('helpers leave null out and agree with numbers worked out by hand', async () => {
    const source = `interface Row { key: string; n: number }
const groups = groupBy(rewards, 'sample_id')
groups.map(({ key, rows }) => {
  const values = rows.map((row) => row.reward)
  return { key, n: rows.length, mean: mean(values), sd: sd(values), median: median(values), q: quantile(values, 0.25), sum: sum(values) }
})`
    const { result } = await ts(source)
    if (result.kind !== 'table') throw new Error(result.kind)
    expect(result.rows[0]).toEqual(['a', 3, 0.25, 0.25, 0.25, 0.125, 0.75])
    expect(result.rows[1].slice(0, 3)).toEqual(['b', 3, 1])
    expect(result.rows[1][3]).toBeCloseTo(Math.SQRT2 / 4, 12)
    expect((await ts('countBy(rewards, "task")')).result).toMatchObject({
      rows: [
        ['comprehension', 3],
        [null, 3],
      ],
    })
    expect((await ts('sd([1]) === null && mean([]) === null')).result).toEqual({ kind: 'text', text: 'true' })
  })

  test('plot makes a figure with its table; what is no figure says where', async () => {
    const source =
      "plot({ title: 'Rewards', x: 'index', lines: [{ label: 'a', x: [0, 1], y: [0.5, 1] }], histogram: { values: [1, 2, 2], bins: 2 } })"
    const { result } = await ts(source)
    if (result.kind !== 'figure') throw new Error(result.kind)
    expect(result.figure.panels[0].marks.map((mark) => mark.kind)).toEqual(['line', 'bars'])
    expect(result.figure.panels[0].marks[1]).toMatchObject({ edges: [1, 1.5, 2], heights: [1, 2] })
    expect(result.figure.table.rows).toContainEqual(['a', 1, 1])
    const bad = await faultOf('typescript', "({ ...plot({ title: 'x', lines: [] }), panels: [{ marks: 3 }] })")
    expect(bad.what).toMatch(/figure cannot be drawn: figure\.panels\.0/)
    const inky = await faultOf(
      'typescript',
      "plot({ title: 'x', lines: [{ ink: 'url(javascript:1)', x: [0], y: [0] }] })",
    )
    expect(inky.what).toContain('the name of a token')
  })

  test('what it prints is kept, up to a limit that is said', async () => {
    const { log, logLeft } = await ts(
      'console.log("a", { b: [1] }, null)\nfor (let i = 0; i < 2000; i++) console.log(i)\n1',
    )
    expect(log[0]).toBe('a {"b":[1]} null')
    expect(log.length + logLeft).toBe(2001)
    expect(logLeft).toBeGreaterThan(0)
  })

  test('a column that is not in the first row is there, with null before', async () => {
    expect((await ts('[{ a: 1 }, { b: 2 }]')).result).toMatchObject({
      rows: [
        [1, null],
        [null, 2],
      ],
    })
  })
})

describe('what goes wrong names the line of the source', () => {
  test('a thrown error, after types, enums and comments were taken off', async () => {
    const source =
      '// a comment\ninterface Row {\n  reward: number\n}\nenum E { A, B }\n\nconst f = (row: Row | undefined): number =>\n  row!.reward\n\nf(undefined)'
    const fault = await faultOf('typescript', source)
    expect(fault).toMatchObject({ code: 'usage', where: 'cell stats, line 8', value: 'row!.reward' })
    expect(fault.what).toContain('TypeError')
  })

  test.each([
    ['const x =', 1, 'cannot be read'],
    ['1\nimport fs from "node:fs"\nfs', 2, 'no imports'],
    ['\nexport default function (inputs) { return 1 }', 2, 'no exports'],
  ])('%j', async (source, line, words) => {
    const fault = await faultOf('typescript', source)
    expect(fault.where).toBe(`cell stats, line ${line}`)
    expect(fault.what).toContain(words)
  })

  test.each([
    ['const x = 1', 'nothing to show'],
    ['0 / 0', 'NaN'],
    ['[{ a: 1 / 0 }]', 'row 1, a is Infinity'],
    ['() => 1', 'is a function'],
    ['Promise.resolve(1)', 'a promise'],
    ['Array.from({ length: 50001 }, (_, i) => i)', 'at most 50,000'],
  ])('%j is no result: %s', async (source, words) => {
    expect((await faultOf('typescript', source)).what).toContain(words)
  })
})

describe('isolation', () => {
  test('there is no process, no module, no network, no timer, no way to the host', async () => {
    const names = [
      'process',
      'require',
      'module',
      'fetch',
      'XMLHttpRequest',
      'WebSocket',
      'Deno',
      'Bun',
      'setTimeout',
      'WebAssembly',
      'std',
      'os',
      'globalThis.process',
    ]
    const { result } = await ts(`[${names.map((name) => `typeof ${name}`).join(', ')}].join()`)
    expect(result).toEqual({ kind: 'text', text: names.map(() => 'undefined').join() })
    expect((await faultOf('typescript', 'import("node:fs").then((fs) => fs)')).code).toBe('usage')
    const { result: made } = await ts('typeof (function () {}).constructor("return this")().process')
    expect(made).toEqual({ kind: 'text', text: 'undefined' })
  })

  test('a loop that does not end, and one that no interrupt reaches, are stopped', async () => {
    expect((await faultOf('typescript', 'for (;;) {}', [], 1)).what).toContain('did not end within 1 s')
    expect(
      (await faultOf('typescript', "'x'.repeat(2 ** 29).split('').length; new Array(1e9) + ''", [], 1)).what,
    ).toMatch(/did not end|more memory/)
  })

  test('memory and stack are capped', async () => {
    expect((await faultOf('typescript', 'const a = []; for (;;) a.push(new ArrayBuffer(2 ** 26))')).what).toContain(
      'more memory',
    )
    expect((await faultOf('typescript', 'const f = (n: number): number => f(n + 1) + 1; f(0)')).code).toBe('usage')
  })

  test('tampering with what stands around the code reaches nothing but its own result', async () => {
    const source = 'JSON.stringify = () => "{}"; globalThis.__print = null; globalThis.__finish = null; [{ a: 1 }]'
    const run = await codeOf('typescript', source)
    expect(run.result.kind).toBe('table')
    const forged = await faultOf(
      'typescript',
      'Object.defineProperty(globalThis, "x", { get() { throw 1 } }); ({ toJSON() { throw new Error("no") }, get a() { throw new Error("no") } })',
    )
    expect(forged.what).toContain('cannot be written down')
  })

  test('a failed cell leaves the next one alone', async () => {
    await faultOf('typescript', 'throw 1')
    expect((await ts('1 + 1')).result).toEqual({ kind: 'number', value: 2 })
  })
})

test('a table named like something that is there is reached by inputs', async () => {
  const table = { name: 'mean', rows: 2, columns: [numberColumn('x', 'int', 2, (i) => i)] }
  const { result } = await codeOf('typescript', "[typeof mean, inputs.mean.length, inputs['mean'][1].x].join()", [
    table,
  ])
  expect(result).toEqual({ kind: 'text', text: 'function,2,1' })
})
