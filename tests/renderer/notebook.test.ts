import { beforeEach, describe, expect, test } from 'vitest'
import type { CellDocument, CellEvent, CellPlan, Engine, NotebookDocument, RunEvent } from '../../core/contract.ts'
import { followRuns, runCells, runName } from '../../renderer/notebook/run.ts'
import { cellState, runtimeOf, useNotebook } from '../../renderer/stores/notebook.ts'

const cell = (id: string, kind: string, inputs: readonly string[], params = {}): CellDocument => ({
  id,
  kind,
  inputs,
  params,
})

const document: NotebookDocument = {
  version: 1,
  cells: [
    cell('d', 'dataset', [], { files: ['a.jsonl'] }),
    cell('s', 'samples', ['d'], { order: 'number' }),
    cell('r', 'rollout', ['s'], { run: null, n: 2 }),
    cell('c', 'score', ['r'], { mode: 'reference' }),
  ],
}

/** An engine that keeps outputs by key, as far as the page's side of a run goes. */
function fakeEngine(fails: string | null = null) {
  const calls: string[] = []
  const stored = new Set<string>()
  const runs = new Map<string, 'running' | 'done'>()
  const keyOf = (open: NotebookDocument, id: string) =>
    `${id}-${JSON.stringify(open.cells.find((each) => each.id === id)?.params)}`
  const engine = {
    async planNotebook({ document: open }: { document: NotebookDocument }): Promise<CellPlan[]> {
      return open.cells.map((each) => {
        const key = keyOf(open, each.id)
        return { cell: each.id, key, fresh: stored.has(key), summary: stored.has(key) ? 'done' : null }
      })
    },
    async *runNotebook({ document: open, cells }: { document: NotebookDocument; cells: readonly string[] }) {
      calls.push(`run ${cells.join()}`)
      const head = { cell: cells[0], kind: 'x', seconds: 0 }
      yield { ...head, status: 'running', progress: 0.5 } as CellEvent
      if (cells[0] === fails) {
        yield { ...head, status: 'error', error: { code: 'internal', what: 'It broke.' } } as CellEvent
        return
      }
      stored.add(keyOf(open, cells[0]))
      yield { ...head, status: 'fresh', output: { key: keyOf(open, cells[0]), summary: 'done' } } as CellEvent
    },
    untrusted: async () => [],
    output: async () => ({ kind: 'samples', filter: { files: ['a.jsonl'] } }),
    runs: async () => [...runs].map(([run, state]) => ({ run, state })),
    async startRun(spec: { run: string; samples: unknown }) {
      calls.push(`start ${JSON.stringify(spec.samples)}`)
      runs.set(spec.run, 'running')
    },
    async *watchRun({ run }: { run: string }) {
      yield { kind: 'progress', done: 1, wanted: 2, state: 'running' } as unknown as RunEvent
      runs.set(run, 'done')
      yield { kind: 'end', done: 2, wanted: 2, state: 'done', error: null } as unknown as RunEvent
    },
  }
  return { engine: engine as unknown as Engine, calls, stored, runs }
}

const states = () => {
  const { open, runtime } = useNotebook.getState()
  return open?.document.cells.map((each) => cellState(each, runtimeOf(runtime, each.id)))
}

beforeEach(() => {
  useNotebook.getState().load({ name: 'n', path: '/n', baseDir: '/', document, saved: document, version: 'v' })
})

describe('running cells from the page', () => {
  test('what a cell needs comes first, a rollout is a run of its own, nothing is run twice', async () => {
    const { engine, calls } = fakeEngine()
    await runCells(engine, ['c'])
    expect(calls).toEqual(['run d', 'run s', 'start {"files":["a.jsonl"]}', 'run r', 'run c'])
    expect(states()).toEqual(['fresh', 'fresh', 'fresh', 'fresh'])
    await runCells(engine)
    expect(calls).toHaveLength(5)
  })

  test('one that fails ends it; what waited is as it was', async () => {
    const { engine, calls } = fakeEngine('s')
    await runCells(engine)
    expect(calls).toEqual(['run d', 'run s'])
    expect(states()).toEqual(['fresh', 'error', 'never', 'never'])
    expect(runtimeOf(useNotebook.getState().runtime, 's').error?.what).toBe('It broke.')
  })

  test('an edit makes a cell stale and keeps its old result; undo makes it fresh again', async () => {
    const { engine } = fakeEngine()
    await runCells(engine)
    const shown = runtimeOf(useNotebook.getState().runtime, 'c').shown
    useNotebook.getState().setParams('c', { mode: 'corrected' })
    useNotebook
      .getState()
      .plan(await engine.planNotebook({ document: useNotebook.getState().open!.document, baseDir: '/' }))
    expect(states()?.[3]).toBe('stale')
    expect(runtimeOf(useNotebook.getState().runtime, 'c')).toMatchObject({ shown, shownParams: { mode: 'reference' } })
    useNotebook.getState().undo()
    useNotebook
      .getState()
      .plan(await engine.planNotebook({ document: useNotebook.getState().open!.document, baseDir: '/' }))
    expect(states()?.[3]).toBe('fresh')
    useNotebook.getState().redo()
    expect(useNotebook.getState().open?.document.cells[3].params).toEqual({ mode: 'corrected' })
  })

  test('a rollout that runs without the page is watched, and its end taken in', async () => {
    const { engine, calls, runs, stored } = fakeEngine()
    for (const id of ['d', 's'])
      stored.add(`${id}-${JSON.stringify(document.cells.find((each) => each.id === id)?.params)}`)
    const plans = await engine.planNotebook({ document, baseDir: '/' })
    useNotebook.getState().plan(plans)
    runs.set(runName(document.cells[2], plans[2].key) ?? '', 'running')
    await followRuns(engine)
    await expect.poll(() => states()?.[2]).toBe('fresh')
    expect(calls).toEqual(['run r'])
  })
})
