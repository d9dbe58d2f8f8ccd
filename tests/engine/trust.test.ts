import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CellDocument, CellEvent, Engine, NotebookDocument, RolloutSpec } from '../../core/contract.ts'
import { createEngine, guarded } from '../../core/engine/index.ts'
import { createTrust } from '../../core/engine/notebook/trust.ts'
import { checkNotebook } from '../../core/notebook/document.ts'

const SAMPLES = new URL('../../samples', import.meta.url).pathname
const cell = (id: string, kind: string, inputs: readonly string[], params: object): CellDocument => ({
  id,
  kind,
  inputs,
  params: params as Record<string, unknown>,
})
const notebook = (endpoint: string, reward: string | null = null, keyEnv: string | null = null): NotebookDocument =>
  checkNotebook(
    {
      version: 1,
      cells: [
        cell('d', 'dataset', [], { name: 'd', files: ['golongrl-mini.jsonl'] }),
        cell('r', 'rollout', ['d'], { endpoints: [endpoint], keyEnv, n: 1 }),
        cell('s', 'score', ['r'], { reward }),
      ],
    },
    'test',
  )

let dir: string
let engine: Engine
let page: Engine
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'longview-trust-'))
  engine = await createEngine({ workspaceDir: dir, write: true })
  page = guarded(engine)
})
afterAll(async () => {
  await engine?.close()
  rmSync(dir, { recursive: true, force: true })
})

const statuses = async (events: AsyncIterable<CellEvent>) => {
  const last = new Map<string, string>()
  for await (const event of events) last.set(event.cell, event.status)
  return Object.fromEntries(last)
}
const NOWHERE = 'http://127.0.0.1:9'
const run = (document: NotebookDocument, cells?: readonly string[]) =>
  statuses(page.runNotebook({ document, baseDir: SAMPLES, ...(cells && { cells }) }))

describe('a notebook from elsewhere', () => {
  test('is refused by the engine until a person agreed, and runs what reaches nothing', async () => {
    const document = notebook(NOWHERE)
    await expect(run(document)).rejects.toMatchObject({ code: 'untrusted' })
    await expect(run(document)).rejects.toThrow(/cells r.*endpoint http:\/\/127\.0\.0\.1:9/)
    expect(await run(document, ['d'])).toMatchObject({ d: 'fresh' })
    const reach = await page.untrusted({ document, baseDir: SAMPLES })
    expect(reach).toMatchObject([{ kind: 'endpoint', name: NOWHERE, cells: ['r'] }])
    await page.trust({ prints: reach.map((each) => each.print) })
    expect(await page.untrusted({ document, baseDir: SAMPLES })).toEqual([])
    expect(await run(document)).toMatchObject({ d: 'cached', r: 'error' }) // nobody listens there
  })

  test('a run that the page starts by itself is held to the same', async () => {
    const { id: _, ...params } = { id: '', ...notebook('http://127.0.0.1:10').cells[1].params }
    const spec = { ...params, run: 'x', samples: {}, shard: null, resume: false } as unknown as RolloutSpec
    await expect(page.startRun(spec)).rejects.toMatchObject({ code: 'untrusted' })
    expect(await engine.runs()).toEqual([])
  })

  test('a key sent to an agreed address is another thing, and is named', async () => {
    const reach = await page.untrusted({ document: notebook(NOWHERE, null, 'HOME_KEY'), baseDir: SAMPLES })
    expect(reach).toMatchObject([{ kind: 'endpoint', detail: expect.stringContaining('HOME_KEY') }])
  })

  test('Python runs as the user and is told so; the same name elsewhere is another file', async () => {
    const document = notebook('demo:', 'mine.py')
    const [reach] = await page.untrusted({ document, baseDir: SAMPLES })
    expect(reach).toMatchObject({ kind: 'python', name: 'mine.py', cells: ['s'] })
    expect(reach.detail).toContain('as you')
    await page.trust({ prints: [reach.print] })
    expect(await page.untrusted({ document, baseDir: SAMPLES })).toEqual([])
    expect(await page.untrusted({ document, baseDir: '/elsewhere' })).toHaveLength(1)
    expect(await page.untrusted({ document: notebook('demo:'), baseDir: SAMPLES })).toEqual([])
  })

  test('code asks nothing by itself, and is named where something else asks', async () => {
    const code = cell('c', 'code', ['d'], { language: 'sql', source: 'select 1\nfrom d' })
    const only: NotebookDocument = { version: 1, cells: [code] }
    expect(await page.untrusted({ document: only, baseDir: SAMPLES })).toEqual([])
    const both = { ...only, cells: [code, ...notebook('http://127.0.0.1:11').cells] }
    const reach = await page.untrusted({ document: both, baseDir: SAMPLES })
    expect(reach).toMatchObject([{ kind: 'code', name: 'SQL, 2 lines', cells: ['c'] }, { kind: 'endpoint' }])
  })

  test('is remembered by the workspace, as hashes', async () => {
    const again = createTrust(dir)
    expect(again.untrusted(notebook(NOWHERE), SAMPLES)).toEqual([])
    expect(readFileSync(join(dir, 'trusted.json'), 'utf8')).not.toContain('127.0.0.1')
  })

  test('is the agreement of this user: a folder from elsewhere brings none with it', () => {
    const other = mkdtempSync(join(tmpdir(), 'longview-user-'))
    vi.stubEnv('XDG_CONFIG_HOME', other)
    expect(createTrust(dir).untrusted(notebook(NOWHERE), SAMPLES)).toHaveLength(1)
    createTrust(dir).agree(['endpoint'])
    expect(statSync(join(other, 'longview', 'trust.key')).mode & 0o077).toBe(0)
    writeFileSync(join(other, 'longview', 'trust.key'), 'short')
    expect(createTrust(dir).untrusted(notebook(NOWHERE), SAMPLES)).toHaveLength(1)
    expect(() => createTrust(dir).agree(['endpoint'])).toThrow(/cannot be kept/)
    vi.unstubAllEnvs()
    expect(createTrust(dir).untrusted(notebook(NOWHERE), SAMPLES)).toEqual([])
  })

  test('a file of agreements that cannot be read says so', () => {
    const broken = mkdtempSync(join(tmpdir(), 'longview-trust-'))
    writeFileSync(join(broken, 'trusted.json'), '{"a')
    expect(() => createTrust(broken).untrusted(notebook(NOWHERE), SAMPLES)).toThrow(/cannot be read/)
  })

  test('a cell without an input fails alone and says which it takes', async () => {
    const events: CellEvent[] = []
    const bare = checkNotebook({ version: 1, cells: [cell('s', 'samples', [], {})] }, 'test')
    for await (const event of page.runNotebook({ document: bare, baseDir: SAMPLES })) events.push(event)
    expect(events.at(-1)).toMatchObject({ status: 'error', error: { code: 'usage' } })
    expect(events.at(-1)?.error?.what).toMatch(/names no input/)
    expect(await page.planNotebook({ document: bare, baseDir: SAMPLES })).toMatchObject([{ key: null, fresh: false }])
  })
})
