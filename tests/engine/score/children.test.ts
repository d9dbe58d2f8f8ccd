import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../../../core/engine/doctor/run.ts'
import { createEngine } from '../../../core/engine/index.ts'
import { rows } from '../dataset/lab.ts'
import { scoreLab } from './lab.ts'
import { storeRun } from './stored.ts'

const lab = scoreLab(rows(120))
const { ok: python } = await run('python3', ['--version'], 10_000)
const { ok: ps } = await run('ps', ['-A', '-o', 'ppid=,stat=,args='], 10_000)

/** Processes of rewards that this process has started and that still run. */
async function children(): Promise<string[]> {
  const { out } = await run('ps', ['-A', '-o', 'ppid=,stat=,args='], 10_000)
  return out
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null && Number(match[1]) === process.pid && !match[2].startsWith('Z'))
    .map((match) => (match as RegExpExecArray)[3])
    .filter((args) => args.includes('quickjs.child') || args.includes('sidecar.py'))
}
const none = () => expect.poll(children, { timeout: 15_000, interval: 200 }).toEqual([])
const some = () =>
  expect.poll(async () => (await children()).length, { timeout: 15_000, interval: 50 }).toBeGreaterThan(0)

const SLOW_TS = 'export default () => { for (let i = 0; i < 3e6; i++); return 1 }'
const SLOW_PY = `
import time
time.sleep(0.5)
def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    time.sleep(0.01)
    return 1.0
`

describe.skipIf(!ps)('processes of reward files (ps is needed)', () => {
  const kinds = python ? (['slow.ts', 'slow.py'] as const) : (['slow.ts'] as const)

  test('end with their scoring, however many files are asked at once', async () => {
    const { db } = lab.engine().workspace
    storeRun(db, 'small', 1, ({ number }) => `</think>blue ${number}`)
    storeRun(db, 'large', 16, ({ number }) => `</think>blue ${number}`)
    const quick = lab.file('quick.ts', 'export default (response) => (response.text.length > 3 ? 1 : 0)')
    const other = lab.file('other.ts', 'export default (response) => (response.text.length > 3 ? 0.5 : 0)')
    const files = [
      quick,
      other,
      ...(python ? [lab.file('quick.py', 'def compute_score(*a, **k):\n    return 1.0\n')] : []),
    ]
    const ends = await Promise.all(
      files.map(async (reward) => {
        for await (const event of lab.engine().score({ run: 'small', reward })) if (event.kind === 'end') return event
        return null
      }),
    )
    expect(ends.map((end) => [end?.scored, end?.errors])).toEqual(files.map(() => [120, 0]))
    await none()
  })

  test.each(kinds)('end when the scoring is left, also while they start: %s', async (name) => {
    const reward = lab.file(name, name.endsWith('.py') ? SLOW_PY : SLOW_TS)
    const stream = lab.engine().score({ run: 'large', reward })[Symbol.asyncIterator]()
    await stream.next()
    const next = stream.next()
    await some()
    await next
    await stream.return?.()
    await none()
    // One that is left at once, before anything is up.
    for await (const event of lab.engine().score({ run: 'large', reward })) if (event.kind === 'progress') break
    await none()
  })

  test.each(kinds)('end when the engine is closed: %s', async (name) => {
    const engine = await createEngine({ workspaceDir: join(lab.dir, `ws-${name}`), write: true })
    const data = lab.file(
      `${name}.jsonl`,
      rows(60)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    )
    for await (const _ of engine.index({ files: [data] }));
    storeRun(engine.workspace.db, 'run', 16, ({ number }) => `</think>blue ${number}`)
    const reward = lab.file(name, name.endsWith('.py') ? SLOW_PY : SLOW_TS)
    const scoring = (async () => {
      for await (const _ of engine.score({ run: 'run', reward }));
    })()
    const refused = expect(scoring).rejects.toMatchObject({ parts: { code: 'cancelled' } })
    await some()
    await engine.close()
    await refused
    await none()
  })
})
