import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { jsonl, lab, row, rows } from './lab.ts'

/** Indexes two good rows around a bad line and returns what was set aside. */
async function asideOf(line: string | Buffer) {
  const { datasets, file, index } = await lab()
  const [good, last] = [row(1), row(2)].map((one) => Buffer.from(`${JSON.stringify(one)}\n`))
  const path = file('a.jsonl', Buffer.concat([good, Buffer.from(line), Buffer.from('\n'), last]))
  const [event] = await index(path)
  expect(event).toMatchObject({ kind: 'file', rows: 2, setAside: 1 })
  const aside = await datasets.setAside({ file: path })
  expect(aside).toHaveLength(1)
  expect(aside[0]).toMatchObject({ file: path, line: 2 })
  expect((await datasets.samples({})).rows.map(({ line: at }) => at)).toEqual([1, 3])
  return aside[0]
}

describe('rows set aside', () => {
  const wrong: [string, Record<string, unknown>, RegExp][] = [
    ['data_source missing', { data_source: undefined }, /^no field data_source$/],
    ['data_source a number', { data_source: 7 }, /^data_source is not a string$/],
    ['prompt missing', { prompt: undefined }, /^no field prompt$/],
    ['prompt a string', { prompt: 'Hello' }, /^prompt is a string, not a list of/],
    ['prompt a number', { prompt: 12 }, /^prompt is a number/],
    ['prompt null', { prompt: null }, /^prompt is null/],
    ['prompt an object', { prompt: { role: 'user', content: 'x' } }, /^prompt is an object/],
    ['prompt empty', { prompt: [] }, /^prompt is an empty list$/],
    ['message a string', { prompt: ['x'] }, /^message 1 of prompt is a string/],
    [
      'role missing',
      { prompt: [{ role: 'user', content: 'x' }, { content: 'x' }] },
      /^message 2 of prompt has no role$/,
    ],
    ['role a number', { prompt: [{ role: 1, content: 'x' }] }, /^role of message 1 of prompt is a number/],
    ['content missing', { prompt: [{ role: 'user' }] }, /^message 1 of prompt has no content$/],
    ['content a list', { prompt: [{ role: 'user', content: [] }] }, /^content of message 1 of prompt is a list/],
    ['content null', { prompt: [{ role: 'user', content: null }] }, /^content of message 1 of prompt is null/],
    ['ability a list', { ability: ['a'] }, /^ability is not a string$/],
    ['reward_model missing', { reward_model: undefined }, /^no field reward_model$/],
    ['reward_model a string', { reward_model: 'rule' }, /^reward_model is not an object$/],
    ['ground_truth missing', { reward_model: { style: 'rule' } }, /^no reward_model.ground_truth$/],
    ['ground_truth null', { reward_model: { ground_truth: null } }, /^no reward_model.ground_truth$/],
    ['extra_info a list', { extra_info: [] }, /^extra_info is not an object$/],
    ['reward_mode a number', { extra_info: { reward_mode: 3 } }, /^extra_info.reward_mode is not a string$/],
    ['question an object', { extra_info: { question: {} } }, /^extra_info.question is not a string$/],
  ]
  test.each(wrong)('%s', async (_, changes, reason) => {
    const { reason: said } = await asideOf(JSON.stringify(row(5, changes)))
    expect(said).toMatch(reason)
  })

  test('the value that is wrong is shown', async () => {
    expect((await asideOf(JSON.stringify(row(5, { data_source: 7 })))).value).toBe('7')
    expect((await asideOf(JSON.stringify(row(5, { prompt: 'Hello\u001b[31m' })))).value).toBe('"Hello\\u001b[31m"')
  })

  test('not JSON', async () => {
    expect((await asideOf('{"data_source": oops}')).reason).toMatch(/not JSON/)
    expect((await asideOf('hello')).reason).toBe('not a JSON object')
    expect((await asideOf('[1, 2]')).reason).toBe('not a JSON object')
    expect((await asideOf(`${JSON.stringify(row(1))}{}`)).reason).toMatch(/not JSON at byte \d+/)
    expect((await asideOf(JSON.stringify(row(1)).replace('houses', 'h').replace('blue.', 'blue.\\x'))).reason).toMatch(
      /not JSON/,
    )
    expect((await asideOf(JSON.stringify(row(1)).replace('"EM"', 'NaN'))).reason).toMatch(/not JSON/)
    expect(await asideOf(JSON.stringify(row(1)).replace('blue.', '\\ud83'))).toMatchObject({
      reason: expect.stringMatching(/^not JSON at byte/),
    })
  })

  test('invalid UTF-8 in the prompt and elsewhere', async () => {
    for (const field of ['Answer in', 'precise long']) {
      const bytes = Buffer.from(JSON.stringify(row(1)))
      bytes[bytes.indexOf(field) + 2] = 0xff
      const aside = await asideOf(bytes)
      expect(aside.reason).toBe('not valid UTF-8')
      expect(aside.value).toContain('\ufffd')
    }
    expect((await asideOf(Buffer.from([0xff, 0xc0]))).reason).toBe('not valid UTF-8')
  })

  test('a truncated last line', async () => {
    const { datasets, file, index } = await lab()
    const text = jsonl(rows(3))
    const path = file('a.jsonl', text.slice(0, -100))
    expect(await index(path)).toMatchObject([{ kind: 'file', rows: 2, setAside: 1 }])
    expect(await datasets.setAside({})).toMatchObject([{ line: 3, reason: 'the row ends before it is complete' }])
  })

  test('a last line without its line end is a row', async () => {
    const { file, index } = await lab()
    expect(await index(file('a.jsonl', jsonl(rows(3)).trimEnd()))).toMatchObject([
      { kind: 'file', rows: 3, setAside: 0 },
    ])
  })

  test('byte order mark, CRLF and blank lines are no fault', async () => {
    const { datasets, file, index } = await lab()
    const text = `\ufeff${jsonl(rows(3)).replaceAll('\n', '\r\n\r\n')}  \r\n`
    expect(await index(file('a.jsonl', text))).toMatchObject([{ kind: 'file', rows: 3, setAside: 0 }])
    const page = await datasets.samples({})
    expect(page.rows.map(({ line }) => line)).toEqual([1, 3, 5])
    expect((await datasets.prompt({ id: page.rows[0].id })).messages).toEqual(row(0).prompt)
    expect(await index(file('b.json', `\ufeff${JSON.stringify(rows(3))}`))).toMatchObject([{ rows: 3, setAside: 0 }])
    expect(await index(file('c.gz', gzipSync(text)))).toMatchObject([{ rows: 3, setAside: 0 }])
  })

  test('a list with elements that are no rows, and one that is cut off', async () => {
    const { datasets, file, index } = await lab()
    const data = [row(1), 7, 'text', row(2, { prompt: 3 }), row(3)]
    const a = file('a.json', JSON.stringify(data, null, 1))
    expect(await index(a)).toMatchObject([{ rows: 2, setAside: 3 }])
    expect((await datasets.setAside({ file: a })).map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'not a JSON object'],
      [3, 'not a JSON object'],
      [4, 'prompt is a number, not a list of {role, content}'],
    ])
    const whole = JSON.stringify(rows(4))
    const b = file('b.json', whole.slice(0, -300))
    expect(await index(b)).toMatchObject([{ rows: 3, setAside: 1 }])
    expect(await datasets.setAside({ file: b })).toMatchObject([
      { line: 4, reason: 'the row ends before it is complete; what follows it could not be read' },
    ])
    const c = file('c.json', `${whole.slice(0, -1)}`)
    expect(await index(c)).toMatchObject([{ rows: 4, setAside: 1 }])
    expect(await datasets.setAside({ file: c })).toMatchObject([
      { line: 5, reason: 'the file ends before its list is closed' },
    ])
    const d = file('d.json', `${whole} trailing`)
    expect(await index(d)).toMatchObject([{ rows: 4, setAside: 1 }])
  })

  test('damaged compression keeps what came before it', async () => {
    const { datasets, file, index } = await lab()
    const text = jsonl(rows(5000))
    for (const packed of [gzipSync(text), zstdCompressSync(text)]) {
      const path = file(`cut${packed[0]}`, packed.subarray(0, packed.length - 200))
      const [event] = await index(path)
      expect(event).toMatchObject({ kind: 'file' })
      const aside = await datasets.setAside({ file: path })
      expect(aside.at(-1)?.reason).toMatch(/cut off or damaged here/)
      const page = await datasets.samples({ files: [path], limit: 1, order: 'number', descending: true })
      expect(page.total).toBeGreaterThan(1000)
      expect((await datasets.prompt({ id: page.rows[0].id })).messages).toHaveLength(2)
    }
  })

  test('an unknown data_source or sub-task is kept, without a task', async () => {
    const { datasets, file, index } = await lab()
    const data = [
      row(1, { data_source: 'unheard of' }),
      row(2, { data_source: 'longbench_pro', extra_info: { reward_mode: 'T9.9 Nothing', question: 'q' } }),
    ]
    expect(await index(file('a.jsonl', jsonl(data)))).toMatchObject([{ rows: 2, setAside: 0, tasks: { none: 2 } }])
    expect((await datasets.samples({})).rows).toMatchObject([
      { task: null, dataSource: 'unheard of', rewardType: 'EM', subTask: null },
      { task: null, rewardType: 'T9.9 Nothing', subTask: 'T9.9 Nothing' },
    ])
  })

  test('any ground_truth is kept as it stands: verl in general', async () => {
    const { datasets, file, index } = await lab()
    const golds = ['42', 42, ['a', 'b'], { answer: '4' }, false, '']
    await index(file('a.jsonl', jsonl(golds.map((ground_truth, n) => row(n, { reward_model: { ground_truth } })))))
    const page = await datasets.samples({})
    const truths = await datasets.truths({ ids: page.rows.map(({ id }) => id) })
    expect(page.rows.map(({ id }) => truths[id].groundTruth)).toEqual(golds)
  })
})

describe('files that cannot be read', () => {
  async function failure(path: string | ((dir: string) => string)) {
    const { dir, index, file, datasets } = await lab()
    const good = file('good.jsonl', jsonl(rows(2)))
    const events = await index(typeof path === 'string' ? path : path(dir), good)
    // The next file is read all the same.
    expect(events[1]).toMatchObject({ kind: 'file', rows: 2 })
    expect((await datasets.files()).map((one) => one.file)).toEqual([good])
    const [event] = events
    if (event.kind !== 'failed') throw new Error(`expected a failure, got ${event.kind}`)
    expect(event.error.code).toBe('unreadable')
    expect(event.error.where).toBeTruthy()
    expect(event.error.remedy).toBeTruthy()
    return event.error.what
  }
  const written = (content: string | Uint8Array) => (dir: string) => {
    writeFileSync(join(dir, 'bad'), content)
    return join(dir, 'bad')
  }

  test('empty, blank, missing, a directory', async () => {
    expect(await failure(written(''))).toBe('The file is empty')
    expect(await failure(written('\n\n  \n'))).toBe('The file holds no rows')
    expect(await failure(written('[]'))).toBe('The file holds no rows')
    expect(await failure(written(gzipSync('')))).toBe('The file holds no rows')
    expect(await failure('/no/such/file.jsonl')).toBe('There is no such file')
    expect(
      await failure((dir) => {
        mkdirSync(join(dir, 'folder'))
        return join(dir, 'folder')
      }),
    ).toBe('This is a directory, not a file')
  })

  test('separated values by their name, where no row is JSON', async () => {
    const csv = (dir: string) => {
      writeFileSync(join(dir, 'a.csv'), 'prompt,answer\n"hello, world",yes\n')
      return join(dir, 'a.csv')
    }
    expect(await failure(csv)).toBe('The file is a table of separated values, not JSONL, a JSON list or parquet')
    const { file, index } = await lab()
    expect(await index(file('rows.csv', `${JSON.stringify(row(1))}\n`))).toMatchObject([{ rows: 1, setAside: 0 }])
  })

  test('UTF-16 by its mark and by its look', async () => {
    const text = jsonl(rows(2))
    expect(await failure(written(Buffer.from(`\ufeff${text}`, 'utf16le')))).toBe('The file is UTF-16LE, not UTF-8')
    expect(await failure(written(Buffer.from(text, 'utf16le')))).toBe('The file is UTF-16LE, not UTF-8')
    expect(await failure(written(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()))).toBe(
      'The file is UTF-16BE, not UTF-8',
    )
    expect(await failure(written(gzipSync(Buffer.from(text, 'utf16le'))))).toBe('The file is UTF-16LE, not UTF-8')
  })

  test('other formats', async () => {
    expect(await failure(written('PK\x03\x04....'))).toBe(
      'The file is a zip archive, not JSONL, a JSON list or parquet',
    )
    expect(await failure(written(Buffer.from([1, 0, 2, 0, 0])))).toMatch(/^The file is binary/)
  })

  test('truncated and damaged parquet', async () => {
    const make = (cut: (path: string) => void) => async (dir: string) => {
      const connection = await (await DuckDBInstance.create()).connect()
      writeFileSync(join(dir, 'p.jsonl'), jsonl(rows(2000)))
      await connection.run(`COPY (SELECT * FROM read_json('${dir}/p.jsonl')) TO '${dir}/p.parquet'`)
      connection.closeSync()
      cut(join(dir, 'p.parquet'))
      return join(dir, 'p.parquet')
    }
    for (const cut of [
      (path: string) => truncateSync(path, readFileSync(path).length - 1000),
      (path: string) => truncateSync(path, 100),
      (path: string) => writeFileSync(path, readFileSync(path).fill(0x5a, 100, 4000)),
    ]) {
      const { dir, index, datasets, workspace } = await lab()
      const [event] = await index(await make(cut)(dir))
      expect(event).toMatchObject({
        kind: 'failed',
        error: { code: 'unreadable', what: 'The parquet file is damaged or cut off' },
      })
      expect((await datasets.samples({})).total).toBe(0)
      expect(workspace.db.prepare('SELECT count(*) FROM files').pluck().get()).toBe(0)
    }
  })

  test('a failed reading keeps the one before', async () => {
    const { datasets, file, index } = await lab()
    const path = file('a.jsonl', jsonl(rows(5)))
    await index(path)
    file('a.jsonl', Buffer.from(jsonl(rows(5)), 'utf16le'))
    expect(await index(path)).toMatchObject([{ kind: 'failed' }])
    expect((await datasets.samples({})).total).toBe(5)
    expect((await datasets.files())[0].state).toBe('changed')
  })
})
