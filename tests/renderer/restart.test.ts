import { afterEach, expect, test, vi } from 'vitest'
import type { CellDocument, Engine } from '../../core/contract.ts'
import { goingOn } from '../../renderer/data/restart.ts'
import type { Link } from '../../renderer/engine.ts'
import { restart } from '../../renderer/notebook/restart.ts'
import { useNotebook } from '../../renderer/stores/notebook.ts'
import { useSelection } from '../../renderer/stores/selection.ts'

const engineWith = (runs: readonly { run: string; state: string; responses: number; wanted: number }[]) =>
  ({ runs: async () => runs }) as unknown as Engine

function open(cells: readonly CellDocument[], running: readonly string[]): void {
  const document = { version: 1 as const, cells }
  useNotebook.setState({
    open: { name: 'n', path: '/n', baseDir: '/', document, saved: document, version: '' },
    runtime: {},
  })
  for (const id of running) useNotebook.getState().touch(id, { status: 'running' })
}

const CELLS: readonly CellDocument[] = [
  { id: 'note', kind: 'note', inputs: [], params: { text: '' } },
  { id: 'roll', kind: 'rollout', inputs: [], params: { endpoints: ['demo:'], run: 'mine' } },
  { id: 'score', kind: 'score', inputs: ['roll'], params: {} },
]

test('nothing goes on: nothing is asked, whatever ran before', async () => {
  open(CELLS, [])
  expect(await goingOn(engineWith([{ run: 'old', state: 'done', responses: 4, wanted: 4 }]))).toEqual([])
})

test('runs are named with what is kept, cells by what becomes of them; a run that is only being started counts', async () => {
  open(CELLS, ['roll', 'score'])
  const mine = { run: 'mine', state: 'running', responses: 1204, wanted: 2048 }
  expect(await goingOn(engineWith([mine, { ...mine, run: 'other', state: 'paused' }]))).toEqual([
    'Run mine, running: 1,204 of 2,048 responses are kept; what is in flight is lost, and the run can be resumed.',
    'Run other, paused: 1,204 of 2,048 responses are kept; what is in flight is lost, and the run can be resumed.',
    'Cell 2, score: it is stopped, and begins anew when it is run.',
  ])
  expect(await goingOn(engineWith([]))).toEqual([
    'Cell 1, rollout: its run is being started, and can be resumed.',
    'Cell 2, score: it is stopped, and begins anew when it is run.',
  ])
})

test('an engine that fails to answer is restarted only after asking', async () => {
  open(CELLS, [])
  const silent = { runs: () => Promise.reject(new Error('gone')) } as unknown as Engine
  expect(await goingOn(silent)).toEqual([expect.stringMatching(/^The engine cannot say/)])
})

const question = () => useSelection.getState().restart
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A link to an engine that says what goes on when it is told to, and how often it was restarted. */
function slowLink() {
  let say: (runs: readonly object[]) => void = () => {}
  const said = new Promise<readonly object[]>((resolve) => {
    say = resolve
  })
  const restarts = vi.fn(async () => new Response(JSON.stringify({ seconds: 0.1 })))
  vi.stubGlobal('fetch', restarts)
  const link = { engine: { runs: () => said }, retry: () => {} } as unknown as Link
  return { link, say, restarts }
}

test('an engine that is slow to answer is waited for in the open, however long; then its answer is asked about', async () => {
  vi.useFakeTimers()
  open(CELLS, [])
  const { link, say, restarts } = slowLink()
  const done = restart(link)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(question()?.cuts).toBeNull()
  say([{ run: 'mine', state: 'running', responses: 1, wanted: 2 }])
  await vi.advanceTimersByTimeAsync(0)
  expect(question()?.cuts).toEqual([expect.stringMatching(/^Run mine, running/)])
  question()?.answer(false)
  await done
  expect(question()).toBeNull()
  expect(restarts).not.toHaveBeenCalled()
})

test('without its answer it is restarted where somebody says so; with nothing going on nobody has to', async () => {
  vi.useFakeTimers()
  open(CELLS, [])
  const wedged = slowLink()
  const first = restart(wedged.link)
  await vi.advanceTimersByTimeAsync(1000)
  question()?.answer(true)
  await first
  expect(wedged.restarts).toHaveBeenCalledTimes(1)
  const idle = slowLink()
  const second = restart(idle.link)
  await vi.advanceTimersByTimeAsync(1000)
  expect(question()).not.toBeNull()
  idle.say([])
  await second
  expect(question()).toBeNull()
  expect(idle.restarts).toHaveBeenCalledTimes(1)
})
