import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RolloutSpec, RunEvent } from '../../../core/contract.ts'
import { promptHash } from '../../../core/engine/rollout/demo/recordings.ts'
import { createRuns, type Runs, type RunsDeps } from '../../../core/engine/rollout/index.ts'
import type { RolloutSamples } from '../../../core/engine/rollout/samples.ts'
import type { Timing } from '../../../core/engine/rollout/schedule/timing.ts'
import { openWorkspace, type Workspace } from '../../../core/engine/store/workspace.ts'
import { LongviewError } from '../../../core/model/errors.ts'
import type { Message, SampleRow } from '../../../core/model/sample.ts'

export interface MadeSample {
  readonly id: string
  readonly messages: readonly Message[]
}

/** Samples with prompts of their own; every second one is Chinese. */
export function madeSamples(count: number, bytes = 400): MadeSample[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `sample-${String(i).padStart(4, '0')}`,
    messages: [
      { role: 'user', content: `${i % 2 ? '第' : 'No. '}${i}: ${(i % 2 ? '长文' : 'word ').repeat(bytes / 5)}` },
    ],
  }))
}

/** A dataset of made samples: what the engine's dataset gives a rollout, and no more. */
export function datasetOf(samples: readonly MadeSample[]): RolloutSamples {
  const rows = samples.map(
    ({ id, messages }, i): SampleRow => ({
      ...{ id, number: i + 1, file: 'made.jsonl', line: i + 1, dataSource: 'EM', rewardType: 'EM', subTask: null },
      ...{ task: null, language: 'English', ability: null, chars: null, question: '' },
      bytes: Buffer.byteLength(messages.map(({ content }) => content).join('')),
    }),
  )
  return {
    async samples({ ids, offset = 0, limit = 200 }) {
      const fit = ids ? rows.filter(({ id }) => ids.includes(id)) : rows
      return { total: fit.length, offset, rows: fit.slice(offset, offset + limit), textIndexed: 1 }
    },
    async prompt({ id }) {
      const sample = samples.find((one) => one.id === id)
      if (!sample) throw new LongviewError({ code: 'not-found', what: 'There is no such sample.', value: id })
      return { id, messages: sample.messages, left: 0 }
    },
  }
}

/** The text that is recorded for a response: unlike any other, of its own length, with a character of two UTF-16 units. */
export const recordedText = (id: string, index: number): string =>
  `<think>\n${id} thinks ${'on and '.repeat((index * 7) % 40)}on 𝕏.\n</think>\n答案 ${index}`

export function writeRecordings(dir: string, samples: readonly MadeSample[], n = 16): void {
  const lines = samples.flatMap(({ id, messages }) =>
    Array.from({ length: n }, (_, index) =>
      JSON.stringify({
        ...{ sample_id: id, prompt_sha256: promptHash(messages), index, response: recordedText(id, index) },
        finish_reason: index % 5 === 4 ? 'length' : 'stop',
        usage: { prompt_tokens: 100, completion_tokens: 10 + index },
      }),
    ),
  )
  writeFileSync(join(dir, 'responses.jsonl'), `${lines.join('\n')}\n`)
}

export const SPEC: RolloutSpec = {
  ...{ run: 'test', samples: {}, endpoints: ['demo:'], model: null, concurrency: 8, order: 'dataset', resume: false },
  ...{ shard: null, system: null, templateKwargs: null, maxTotalTokens: null, maxSeconds: null, nPerRequest: 1 },
  ...{ keyEnv: null, n: 4, temperature: 1, topP: 1, maxTokens: null },
}

/** Every wait of a run, short. */
export const QUICK: Partial<Timing> = {
  ...{
    retryFirst: 0.01,
    retryMost: 0.05,
    holdFirst: 0.005,
    holdMost: 0.02,
    restFirst: 0.02,
    restMost: 0.1,
    loads: 0.05,
  },
  // How long a server may be silent is not shortened: a crowded machine is silent too. Tests of silence do it.
  ...{ patience: 20, idle: 20, firstToken: 30, total: 60 },
}

export interface Bench {
  readonly dir: string
  readonly workspace: Workspace
  readonly runs: Runs
  /** Starts and follows a run to its end. */
  play(spec: Partial<RolloutSpec>): Promise<RunEvent[]>
  /** Closes and opens again, as a later process would. */
  reopen(more?: Partial<RunsDeps>): Promise<Bench>
  close(): Promise<void>
}

export const tempDir = () => mkdtempSync(join(tmpdir(), 'longview-rollout-'))

export async function openBench(
  samples: readonly MadeSample[],
  more: Partial<RunsDeps> = {},
  at?: string,
): Promise<Bench> {
  const dir = at ?? tempDir()
  if (!at) writeRecordings(dir, samples)
  const workspace = await openWorkspace(join(dir, 'workspace'), { write: true })
  const runs = createRuns({ workspace, samples: datasetOf(samples), samplesDir: dir, ...more })
  const shut = async () => {
    await runs.close()
    workspace.close()
  }
  return {
    ...{ dir, workspace, runs },
    async play(spec) {
      const { run } = await runs.startRun({ ...SPEC, ...spec })
      return follow(runs, run)
    },
    async reopen(again) {
      await shut()
      return openBench(samples, { ...more, ...again }, dir)
    },
    async close() {
      await shut()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export async function follow(runs: Runs, run: string, texts = true): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for await (const event of runs.watchRun({ run, texts })) events.push(event)
  return events
}

export const ofKind = <K extends RunEvent['kind']>(events: readonly RunEvent[], kind: K) =>
  events.filter((event): event is Extract<RunEvent, { kind: K }> => event.kind === kind)

/** Everything that is stored of a run's responses, in order, as one comparable list. */
export function storedTable(workspace: Workspace, run = 'test'): unknown[] {
  return workspace.db
    .prepare(
      `SELECT s.sample_id, r.idx, r.truncated, r.tokens, r.prompt_tokens, r.chars, hex(b.body) AS body
       FROM runs u JOIN run_samples s ON s.run_id = u.id JOIN rollouts r ON r.run_id = u.id AND r.position = s.position
       JOIN bodies b ON b.id = r.body WHERE u.name = ? ORDER BY s.position, r.idx`,
    )
    .all(run)
}

/** attempts = done + failed + lost + open, counted from the rows as well as from the counters. */
export function spendOf(workspace: Workspace, run = 'test') {
  const { db } = workspace
  const row = db
    .prepare<[string], Record<'id' | 'attempts' | 'responses' | 'failed' | 'lost', number>>(
      'SELECT id, attempts, responses, failed, lost FROM runs WHERE name = ?',
    )
    .get(run)!
  const of = (state: string) =>
    db.prepare('SELECT count(*) FROM attempts WHERE run_id = ? AND state = ?').pluck().get(row.id, state) as number
  const rows = db.prepare('SELECT count(*) FROM rollouts WHERE run_id = ?').pluck().get(row.id) as number
  const bodies = db.prepare('SELECT count(*) FROM bodies').pluck().get() as number
  return { ...row, open: of('open'), failedRows: of('failed'), lostRows: of('lost'), rows, bodies }
}
