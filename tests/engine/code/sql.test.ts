import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { numberColumn, textColumn } from '../../../core/engine/code/tables.ts'
import { codeOf, faultOf } from './tables.ts'

const dir = mkdtempSync(join(tmpdir(), 'longview-sql-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const sql = (source: string) => codeOf('sql', source)

describe('SQL over rows', () => {
  test('every input is a table under its cell’s name, null stays null', async () => {
    const { result } = await sql(
      'SELECT sample_id, count(*) n, avg(reward) m, count(reward) c FROM rewards GROUP BY 1 ORDER BY 1',
    )
    expect(result).toEqual({
      kind: 'table',
      columns: [
        { name: 'sample_id', numeric: false, type: 'VARCHAR' },
        { name: 'n', numeric: true, type: 'BIGINT' },
        { name: 'm', numeric: true, type: 'DOUBLE' },
        { name: 'c', numeric: true, type: 'BIGINT' },
      ],
      rows: [
        ['a', 3, 0.25, 3],
        ['b', 3, 1, 2],
      ],
    })
    expect((await sql('SELECT kept, extra->>\'a\' e FROM rewards ORDER BY "index", sample_id')).result).toMatchObject({
      rows: [
        [true, '[1,2]'],
        [true, '[1,2]'],
        [false, null],
        [false, '[1,2]'],
        [null, '[1,2]'],
        [true, '[1,2]'],
      ],
    })
  })

  test('one number is a number; several statements run, the last one shows', async () => {
    expect(
      (await sql('CREATE TABLE t AS SELECT 1 x; INSERT INTO t VALUES (41); SELECT sum(x) AS total FROM t')).result,
    ).toEqual({
      kind: 'number',
      value: 42,
      label: 'total',
    })
  })

  test('names with a dash are quoted; two tables join', async () => {
    const tables = [
      { name: 'left-one', rows: 2, columns: [textColumn('id', 2, (i) => ['x', 'y'][i])] },
      { name: 'other', rows: 1, columns: [textColumn('id', 1, () => 'y'), numberColumn('v', 'float', 1, () => 0.5)] },
    ]
    const { result } = await codeOf(
      'sql',
      'SELECT a.id, v FROM "left-one" a LEFT JOIN other USING (id) ORDER BY 1',
      tables,
    )
    expect(result).toMatchObject({
      rows: [
        ['x', null],
        ['y', 0.5],
      ],
    })
  })

  test('more rows than one chunk of DuckDB keep their order and values', async () => {
    const n = 5000
    const table = {
      name: 't',
      rows: n,
      columns: [numberColumn('i', 'int', n, (i) => i), textColumn('s', n, (i) => (i % 7 ? `w${i}` : null))],
    }
    const { result } = await codeOf(
      'sql',
      "SELECT count(*) n, sum(i) s, count(s) c, bool_and(s IS NULL OR s = 'w' || i) ok FROM t",
      [table],
    )
    expect(result).toMatchObject({ rows: [[n, (n * (n - 1)) / 2, n - Math.ceil(n / 7), true]] })
  })

  test('values are exact: what a double cannot hold is text, lists and structs are JSON', async () => {
    const source = `SELECT 3::BIGINT a, 9007199254740993::BIGINT b, 123456789012345678901234567890::HUGEINT c,
      1.50::DECIMAL(10,2) d, 0.12345678901234567890123456789::DECIMAL(38,29) e, TIMESTAMP '2026-01-02 03:04:05.123456' f,
      DATE '2026-01-02' g, [1, NULL, 3] h, {'x': 1, 'y': ['ü']} i, true j, NULL k, INTERVAL 3 DAY l, MAP {'k': 1} m, 'é中😀' n, 0.1::DOUBLE o`
    const { result } = await sql(source)
    if (result.kind !== 'table') throw new Error(result.kind)
    expect(result.rows[0]).toEqual([
      3,
      '9007199254740993',
      '123456789012345678901234567890',
      1.5,
      '0.12345678901234567890123456789',
      '2026-01-02 03:04:05.123456',
      '2026-01-02',
      [1, null, 3],
      { x: 1, y: ['ü'] },
      true,
      null,
      { months: 0, days: 3, micros: '0' },
      [{ key: 'k', value: 1 }],
      'é中😀',
      0.1,
    ])
    expect((await faultOf('sql', "SELECT 'nan'::DOUBLE x")).what).toContain('Column x holds NaN')
  })
})

describe('what goes wrong', () => {
  test.each([
    ['SELECT 1;\nSELECT\n  nope FROM rewards', 3, 'nope'],
    ['SELEC 1', 1, 'syntax error'],
  ])('%j names the line', async (source, line, words) => {
    const fault = await faultOf('sql', source)
    expect(fault.where).toBe(`cell stats, line ${line}`)
    expect(fault.what).toContain(words)
  })

  test('no statement, no result, too many rows', async () => {
    expect((await faultOf('sql', '-- nothing\n;')).what).toContain('no statement')
    expect((await faultOf('sql', 'SELECT * FROM range(60000)')).what).toContain('50,000 rows')
  })
})

describe('attacks: one bad query fails its cell alone', () => {
  const out = join(dir, 'out')
  test.each([
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    `COPY rewards TO '${out}'`,
    `ATTACH '${out}'`,
    'INSTALL httpfs',
    'LOAD httpfs',
    "SELECT * FROM read_parquet('https://example.org/x.parquet')",
    'SET enable_external_access = true',
    'SET lock_configuration = false',
    "SET memory_limit = '100GB'",
    "PRAGMA temp_directory = '/tmp'",
    "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "SELECT getenv('HOME')",
  ])('%s', async (attack) => {
    const fault = await faultOf('sql', attack)
    expect(fault.code).toBe('usage')
    expect(fault.what).toMatch(/disabled|locked|does not exist|cannot|invalid|unrecognized|already registered/i)
    expect(fault.what).not.toMatch(/more memory|did not end/)
    expect(existsSync(out)).toBe(false)
  })

  test('an endless recursion is stopped at its deadline', async () => {
    const endless = 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n % 7 + 1 FROM t) SELECT count(*) FROM t'
    expect((await faultOf('sql', endless, [], 1)).what).toMatch(/did not end within 1 s|more memory/)
  })

  test('a huge cross join, and a list without an end, are stopped', async () => {
    const join = 'SELECT sum(a.range * b.range * c.range) FROM range(100000) a, range(100000) b, range(100000) c'
    expect((await faultOf('sql', join, [], 1)).what).toMatch(/did not end within 1 s|more memory/)
    const list = 'SELECT list(repeat(range::VARCHAR, 1000)) FROM range(1000000000)'
    expect((await faultOf('sql', list, [], 20)).what).toMatch(/did not end within|more memory/)
  }, 60_000)

  test('and the next cell is well', async () => {
    expect((await sql('SELECT count(*) FROM rewards')).result).toMatchObject({ value: 6 })
  })
})
