import { expect, test } from 'vitest'
import type { CellDocument, Engine } from '../../core/contract.ts'
import { goingOn } from '../../renderer/data/restart.ts'
import { useNotebook } from '../../renderer/stores/notebook.ts'

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
  expect(await goingOn(silent)).toEqual([expect.stringMatching(/^The engine does not answer/)])
})
