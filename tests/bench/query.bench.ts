/**
 * What the page asks of the index: 200 rows out of 22,965 under every order and several filters, facets, a row's prompt;
 * and full-text queries over 1 GB. Medians of repeated calls, no baseline but the limits: 20 ms a page, 100 ms a search.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SampleOrder, SampleQuery } from '../../core/contract.ts'
import { createDatasets, type Datasets } from '../../core/engine/dataset/index.ts'
import { openWorkspace, type Workspace } from '../../core/engine/store/workspace.ts'
import { generate } from './generate.ts'

const GIGABYTES = Number(process.env.LONGVIEW_BENCH_GB ?? 1)
const SAMPLES = 22_965
const dir = mkdtempSync(join(tmpdir(), 'longview-bench-'))

async function median(run: () => Promise<unknown>, times = 15): Promise<number> {
  const taken: number[] = []
  for (let k = 0; k < times; k++) {
    const started = performance.now()
    await run()
    taken.push(performance.now() - started)
  }
  return taken.sort((a, b) => a - b)[times >> 1]
}

function report(name: string, milliseconds: number, limit: number, note = ''): void {
  const verdict = milliseconds <= limit ? 'within' : 'OVER'
  console.log(`${name.padEnd(44)} ${milliseconds.toFixed(1).padStart(7)} ms  ${verdict} ${limit} ms${note}`)
}

async function withIndex(
  path: string,
  text: boolean,
  use: (datasets: Datasets, workspace: Workspace) => Promise<void>,
): Promise<void> {
  const workspace = await openWorkspace(join(dir, `ws-${text}`), { write: true })
  const datasets = createDatasets(workspace)
  const started = performance.now()
  for await (const event of datasets.index({ files: [path], text })) {
    if (event.kind === 'failed') throw new Error(event.error.what)
  }
  if (text) console.log(`text index grown in ${((performance.now() - started) / 1000).toFixed(0)} s`)
  await use(datasets, workspace)
  await datasets.close()
  workspace.close()
}

/** A run with sixteen responses to every sample, scored. */
function addRun({ db }: Workspace): void {
  db.exec(`INSERT INTO runs (id, name, spec, identity, state, started, model, endpoints, samples, wanted)
      VALUES (1, 'run', '{}', '{}', 'done', '', 'model', '[]', ${SAMPLES}, ${16 * SAMPLES});
    INSERT INTO reward_sets VALUES (1, 1, 'key', '{}', '["right"]', '');
    INSERT INTO run_samples SELECT 1, number - 1, id, data_source, reward_type, NULL, bytes, NULL FROM samples;
    INSERT INTO rollouts (run_id, position, idx, truncated, chars, endpoint, attempt, seconds, landed, body, reconstructed)
      SELECT 1, number - 1, i.value, 0, 1, 0, 1, 1, 0, 0, 0
        FROM samples, json_each('[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]') i;
    INSERT INTO group_rewards SELECT 1, id, 16, 16, number % 17 / 16.0, 0.1, zeroblob(64), zeroblob(128), zeroblob(16),
      zeroblob(16) FROM samples`)
}

async function pages(datasets: Datasets, workspace: Workspace): Promise<void> {
  const orders: SampleOrder[] = ['number', 'bytes', 'chars', 'task', 'rewardType', 'subTask', 'language', 'question']
  const filters: Record<string, SampleQuery> = {
    all: {},
    'two tasks': { tasks: ['comprehension', 'exhaustive-retrieval'] },
    'Chinese under 2 KB': { languages: ['Chinese'], maxBytes: 2000 },
    'half the sources': { sources: ['EM', 'selection', 'longbench_pro'] },
  }
  for (const [name, filter] of Object.entries(filters)) {
    let worst = { order: '', milliseconds: 0 }
    for (const order of orders) {
      for (const offset of [0, 10_000]) {
        const milliseconds = await median(() => datasets.samples({ ...filter, order, offset, descending: offset > 0 }))
        if (milliseconds > worst.milliseconds) worst = { order: `${order} from ${offset}`, milliseconds }
      }
    }
    report(`page of 200, ${name}`, worst.milliseconds, 20, ` (slowest order: ${worst.order})`)
  }
  addRun(workspace)
  const scored = { run: 'run', order: 'meanReward', descending: true } as const
  report('page of 200 by mean reward, with groups', await median(() => datasets.samples(scored)), 20)
  report('facets of all', await median(() => datasets.facets({})), 50)
  report('facets under a brushed length', await median(() => datasets.facets({ minBytes: 3000, maxBytes: 9000 })), 50)
  const { rows } = await datasets.samples({ order: 'bytes', descending: true })
  report(
    'longest prompt of this file',
    await median(() => datasets.prompt({ id: rows[0].id })),
    300,
    ` (${rows[0].bytes} bytes)`,
  )
}

/** Waits for the index's segments to be brought together, which goes on for some seconds after it has grown. */
async function settled({ text }: Workspace): Promise<void> {
  const segments = text?.prepare('SELECT count(DISTINCT segid) FROM words_idx').pluck()
  for (let waited = 0; waited < 60 && (segments?.get() as number) > 1; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

async function searches(datasets: Datasets, workspace: Workspace): Promise<void> {
  await searchAll(datasets, 'just grown')
  await settled(workspace)
  await searchAll(datasets, 'settled')
}

async function searchAll(datasets: Datasets, state: string): Promise<void> {
  const words = [
    'agreement',
    'the of',
    'river winter letter',
    '"payment notice"',
    '"of the"',
    '成对',
    '的',
    'conclusion 4711',
    'nowhere',
  ]
  for (const [k, search] of words.entries()) {
    // Each call is another search: the last answer is kept, and would be measured instead.
    let call = 0
    const again = () => datasets.samples({ search: `${search}${' '.repeat(1 + (call++ % 2))}` })
    const { total } = await again()
    report(`${state}, search ${k + 1}: ${search}`, await median(again, 9), 100, ` (${total} samples)`)
  }
  const { rows } = await datasets.samples({ order: 'bytes', descending: true })
  report(
    'longest prompt of this file',
    await median(() => datasets.prompt({ id: rows[0].id })),
    300,
    ` (${rows[0].bytes} bytes)`,
  )
}

try {
  const small = join(dir, 'many.jsonl')
  const { bytes } = generate(small, { rows: SAMPLES, scale: 0.03 })
  console.log(`${SAMPLES} samples, ${(bytes / 1e6).toFixed(0)} MB`)
  await withIndex(small, false, pages)
  const large = join(dir, 'large.jsonl')
  const { rows } = generate(large, { bytes: GIGABYTES * 1e9 })
  console.log(`\n${rows} samples, ${GIGABYTES} GB`)
  await withIndex(large, true, searches)
} finally {
  rmSync(dir, { recursive: true, force: true })
}
