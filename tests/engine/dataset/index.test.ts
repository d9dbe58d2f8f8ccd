import { createHash } from 'node:crypto'
import { copyFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../../core/model/ids.ts'
import { jsonl, lab, row, rows } from './lab.ts'

const idOf = (one: unknown) => createHash('sha256').update(canonicalJson(one)).digest('hex').slice(0, 16)

/** Column types are said, so that DuckDB writes what the test holds and not what it guesses. */
async function writeParquet(from: string, to: string, rowGroup = 100_000): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect()
  await connection.run(
    `COPY (SELECT * FROM read_json('${from}', format = 'newline_delimited', columns = {
       data_source: 'VARCHAR', prompt: 'STRUCT("role" VARCHAR, "content" VARCHAR)[]', ability: 'VARCHAR',
       reward_model: 'STRUCT(ground_truth STRUCT(doc_ids VARCHAR[], golden_label VARCHAR, summary VARCHAR), "style" VARCHAR)',
       extra_info: 'STRUCT(reward_mode VARCHAR, question VARCHAR, "index" BIGINT)'}))
     TO '${to}' (FORMAT parquet, ROW_GROUP_SIZE ${rowGroup})`,
  )
  connection.closeSync()
}

describe('index', () => {
  test('a JSONL file becomes samples: ids, numbers, lines, lengths, task, language, question', async () => {
    const { datasets, file, index } = await lab()
    const chinese = row(7, {
      data_source: 'longbench_pro',
      reward_model: { ground_truth: [0, { doc_ids: ['甲'], summary: 'Chinese' }] },
      extra_info: { reward_mode: 'T4.2 Query-Focused Summary', question: '概括全文。' },
      source_url: 'kept',
    })
    const path = file('data.jsonl', `${JSON.stringify(row(1))}\n\n${JSON.stringify(chinese)}\n`)
    const [event] = await index(path)
    expect(event).toMatchObject({
      kind: 'file',
      rows: 2,
      setAside: 0,
      tasks: { 'precise-retrieval': 1, summarization: 1 },
      unchanged: false,
    })
    const page = await datasets.samples({})
    expect(page).toMatchObject({ total: 2, offset: 0, textIndexed: 0 })
    expect(page.rows[0]).toEqual({
      id: idOf(row(1)),
      number: 1,
      file: path,
      line: 1,
      dataSource: 'EM',
      task: 'precise-retrieval',
      rewardType: 'EM',
      subTask: null,
      language: 'English',
      ability: 'precise long-range information retrieval',
      bytes: JSON.stringify(row(1).prompt).length,
      chars: null,
      question: 'What colour is house 1?',
    })
    expect(page.rows[1]).toMatchObject({
      id: idOf(chinese),
      number: 2,
      line: 3,
      task: 'summarization',
      rewardType: 'Summary',
      subTask: 'T4.2 Query-Focused Summary',
      language: 'Chinese',
    })
    const { prompt, ...others } = chinese
    const detail = await datasets.sample({ id: idOf(chinese) })
    expect(detail.row).toEqual(others)
    expect(detail.truth).toEqual({
      dataSource: 'longbench_pro',
      groundTruth: [0, { doc_ids: ['甲'], summary: 'Chinese' }],
      extraInfo: { reward_mode: 'T4.2 Query-Focused Summary', question: '概括全文。' },
    })
    expect(await datasets.prompt({ id: idOf(chinese) })).toEqual({ id: idOf(chinese), messages: prompt, left: 0 })
    const truths = await datasets.truths({ ids: [idOf(row(1)), 'nobody'] })
    expect(Object.keys(truths)).toEqual([idOf(row(1))])
    await expect(datasets.sample({ id: 'nobody' })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('the beginning of a prompt, then all of it; a pair is never torn', async () => {
    const long = {
      ...row(1),
      prompt: [
        { role: 'system', content: 'Be 🙂 brief.' },
        { role: 'user', content: 'What?' },
        { role: 'user', content: 'Where?' },
      ],
    }
    const { datasets, file, index } = await lab()
    await index(file('long.jsonl', jsonl([long])))
    const id = idOf(long)
    const start = async (most: number) => {
      const { messages, left } = await datasets.prompt({ id, most })
      return [...messages.map(({ content }) => content), left]
    }
    expect(await start(4)).toEqual(['Be ', 20])
    expect(await start(5)).toEqual(['Be 🙂', 18])
    expect(await start(12)).toEqual(['Be 🙂 brief.', 11])
    expect(await start(14)).toEqual(['Be 🙂 brief.', 'Wh', 9])
    expect(await start(23)).toEqual(['Be 🙂 brief.', 'What?', 'Where?', 0])
    expect(await start(-1)).toEqual([23])
    expect(await datasets.prompt({ id })).toEqual({ id, messages: long.prompt, left: 0 })
  })

  test('the same rows have the same ids in every format, and are fetched from each', async () => {
    const data = rows(500)
    const text = jsonl(data)
    const formats: Record<
      string,
      (dir: string, put: (name: string, content: string | Uint8Array) => string) => Promise<string>
    > = {
      jsonl: async (_, put) => put('a.jsonl', text),
      json: async (_, put) => put('a.json', JSON.stringify(data, null, 2)),
      gzip: async (_, put) => put('a.jsonl.gz', gzipSync(text)),
      zstd: async (_, put) => put('a.jsonl.zst', zstdCompressSync(text)),
      'gzip of JSON': async (_, put) => put('a.json.gz', gzipSync(JSON.stringify(data))),
      parquet: async (dir, put) => {
        await writeParquet(put('a.jsonl', text), join(dir, 'a.parquet'), 2048)
        return join(dir, 'a.parquet')
      },
      // DuckDB would take the name for a pattern.
      'parquet [0-9]*': async (dir, put) => {
        await writeParquet(put('a.jsonl', text), join(dir, 'a.parquet'))
        renameSync(join(dir, 'a.parquet'), join(dir, '[0-9]*.parquet'))
        return join(dir, '[0-9]*.parquet')
      },
    }
    for (const [name, make] of Object.entries(formats)) {
      const { dir, datasets, file, index } = await lab()
      const [event] = await index(await make(dir, file))
      expect(event, name).toMatchObject({ kind: 'file', rows: 500, setAside: 0 })
      const page = await datasets.samples({ limit: 1000 })
      expect(
        page.rows.map(({ id }) => id),
        name,
      ).toEqual(data.map(idOf))
      expect(
        page.rows.map(({ line }) => line),
        name,
      ).toEqual(data.map((_, k) => k + 1))
      for (const k of [499, 0, 250]) {
        const { prompt, ...others } = data[k]
        expect((await datasets.prompt({ id: idOf(data[k]) })).messages, name).toEqual(prompt)
        expect((await datasets.sample({ id: idOf(data[k]) })).row, name).toEqual(others)
      }
    }
  })

  test('ids do not depend on spelling', async () => {
    const { datasets, file, index } = await lab()
    const python = JSON.stringify(row(1)).replaceAll(':', ': ').replaceAll('blue', '\\u0062lue').replaceAll('/', '\\/')
    await index(file('a.jsonl', `${python}\n`))
    const [{ id }] = (await datasets.samples({})).rows
    expect(id).toBe(idOf(JSON.parse(python)))
  })

  test('equal rows are told apart by -2, -3 in file order, also over files', async () => {
    const { datasets, file, index } = await lab()
    await index(file('a.jsonl', jsonl([row(1), row(2), row(1), row(1)])), file('b.jsonl', jsonl([row(2), row(3)])))
    const [a, b, c] = [1, 2, 3].map((n) => idOf(row(n)))
    const ids = (await datasets.samples({})).rows.map(({ id }) => id)
    expect(ids).toEqual([a, b, `${a}-2`, `${a}-3`, `${b}-2`, c])
    expect((await datasets.prompt({ id: `${a}-3` })).messages).toEqual(row(1).prompt)
  })

  test('an unchanged file is not read again, a touched or changed one is', async () => {
    const { datasets, file, index, workspace } = await lab()
    const path = file('a.jsonl', jsonl(rows(10)))
    await index(path)
    const fileIds = () => workspace.db.prepare('SELECT id FROM files').pluck().all()
    const before = fileIds()
    expect(await index(path)).toMatchObject([
      { kind: 'file', rows: 10, unchanged: true, tasks: { 'precise-retrieval': 10 } },
    ])
    expect(fileIds()).toEqual(before)
    expect((await datasets.files())[0]).toMatchObject({ file: path, rows: 10, setAside: 0, state: 'fresh' })

    const ids = (await datasets.samples({})).rows
    file('a.jsonl', jsonl([row(99), ...rows(10).slice(2), row(5)]))
    expect((await datasets.files())[0].state).toBe('changed')
    expect(await index(path)).toMatchObject([{ kind: 'file', rows: 10, unchanged: false }])
    const after = (await datasets.samples({})).rows
    // Rows that stayed keep number and id; their lines follow the file.
    const kept = after.filter(({ number }) => number <= 10)
    expect(kept.map(({ id, number }) => ({ id, number }))).toEqual(
      ids.slice(2).map(({ id, number }) => ({ id, number })),
    )
    expect(kept.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect(after.slice(8).map(({ id, number, line }) => [id, number, line])).toEqual([
      [idOf(row(99)), 11, 1],
      [`${idOf(row(5))}-2`, 12, 10],
    ])
    expect((await datasets.prompt({ id: idOf(row(9)) })).messages).toEqual(row(9).prompt)
    expect(workspace.db.prepare('SELECT count(*) FROM files').pluck().get()).toBe(1)

    rmSync(path)
    expect((await datasets.files())[0].state).toBe('missing')
    expect((await datasets.samples({})).total).toBe(10)
    await expect(datasets.prompt({ id: idOf(row(9)) })).rejects.toMatchObject({ code: 'unreadable' })
  })

  test('a file put in place with the same size and date is noticed', async () => {
    const { dir, datasets, file, index } = await lab()
    const path = file('a.jsonl', jsonl(rows(10)))
    await index(path)
    const { atime, mtime } = statSync(path)
    const other = file('b.jsonl', jsonl(rows(10)).replace('house 3 is blue', 'house 3 is grey'))
    copyFileSync(other, path)
    utimesSync(path, atime, mtime)
    expect(statSync(join(dir, 'a.jsonl')).mtimeMs).toBe(statSync(path).mtimeMs)
    expect((await datasets.files())[0].state).toBe('changed')
  })

  test('a row whose file changed under it is refused, not answered with another row', async () => {
    const { datasets, file, index } = await lab()
    await index(file('a.jsonl', jsonl(rows(3))))
    file('a.jsonl', jsonl([row(5), ...rows(2)]))
    await expect(datasets.prompt({ id: idOf(row(0)) })).rejects.toMatchObject({
      code: 'unreadable',
      parts: { where: expect.stringContaining('line 1') },
    })
  })

  test('rows that a run needs stay when their file loses them', async () => {
    const { datasets, file, index, workspace } = await lab()
    const path = file('a.jsonl.gz', gzipSync(jsonl(rows(4))))
    await index(path)
    const gone = idOf(row(1))
    workspace.db.exec(`INSERT INTO runs (id, name, spec, identity, state, started, model, endpoints, samples, wanted)
        VALUES (1, 'r', '{}', '{}', 'done', '', 'm', '[]', 1, 1);
      INSERT INTO run_samples (run_id, position, sample_id, data_source, reward_type, bytes)
        VALUES (1, 0, '${gone}', 'EM', 'EM', 1);`)
    file('a.jsonl.gz', gzipSync(jsonl([row(0), row(3)])))
    await index(path)
    expect((await datasets.samples({})).rows.map(({ id }) => id)).toEqual([idOf(row(0)), idOf(row(3))])
    expect(Object.keys(await datasets.truths({ ids: [gone, idOf(row(2))] }))).toEqual([gone])
    expect((await datasets.prompt({ id: gone })).messages).toEqual(row(1).prompt)
    // And it comes back as itself.
    file('a.jsonl.gz', gzipSync(jsonl(rows(4))))
    await index(path)
    const back = (await datasets.samples({})).rows.find(({ id }) => id === gone)
    expect(back).toMatchObject({ number: 2, line: 2 })
    expect(workspace.db.prepare('SELECT count(*) FROM files').pluck().get()).toBe(1)
  })

  test('many rows come in file order though two threads read them', async () => {
    const { datasets, file, index } = await lab()
    const data = rows(9000)
    await index(file('a.jsonl', jsonl(data)))
    const page = await datasets.samples({ limit: 10_000 })
    expect(page.rows.map(({ line }) => line)).toEqual(data.map((_, k) => k + 1))
    expect(page.rows.map(({ id }) => id)).toEqual(data.map(idOf))
  })

  test('a consumer that leaves early leaves nothing behind', async () => {
    const { datasets, file, workspace } = await lab()
    const path = file('a.jsonl', jsonl(rows(9000)))
    const threads: Worker[] = []
    const note = (thread: Worker) => threads.push(thread)
    process.on('worker', note)
    for await (const event of datasets.index({ files: [path] })) if (event.kind === 'progress') break
    process.off('worker', note)
    // A thread that went on would keep the process alive. One that has ended has no id.
    expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1])
    expect(workspace.db.prepare('SELECT count(*) FROM samples').pluck().get()).toBe(0)
    expect(workspace.db.prepare('SELECT count(*) FROM files').pluck().get()).toBe(0)
    const [event] = await (async () => {
      const said = []
      for await (const one of datasets.index({ files: [path] })) if (one.kind === 'file') said.push(one)
      return said
    })()
    expect(event.rows).toBe(9000)
    expect((await datasets.samples({ limit: 1 })).rows[0].number).toBe(1)
  })
})
