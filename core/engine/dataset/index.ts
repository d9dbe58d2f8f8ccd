import { statSync } from 'node:fs'
import type { DatasetFile, Engine, SampleFilter } from '../../contract.ts'
import type { SetAside } from '../../model/sample.ts'
import type { TaskId } from '../../model/tasks.ts'
import type { Workspace } from '../store/workspace.ts'
import { taskAt } from './columns.ts'
import { queryFacets } from './facets.ts'
import { createRows } from './fetch.ts'
import { whereOf } from './filter.ts'
import { type Fingerprint, fingerprintOf, sameFile } from './fingerprint.ts'
import { ingest } from './ingest.ts'
import { querySamples, textIndexed } from './query.ts'
import { createSearch } from './search.ts'
import { forgetStaged, removeLooseStores } from './staging.ts'
import { createTextIndex } from './text-index.ts'

/** What a run needs to know of a sample besides its prompt. */
export interface SelectedSample {
  readonly id: string
  readonly dataSource: string
  readonly rewardType: string
  readonly task: TaskId | null
  readonly bytes: number
}

/** The engine's datasets: reading files into the index, and everything that is asked of it. */
export interface Datasets
  extends Pick<Engine, 'index' | 'files' | 'setAside' | 'samples' | 'facets' | 'sample' | 'prompt' | 'truths'> {
  /** All samples of a filter in dataset order, narrow: what a rollout walks over. */
  select(filter: SampleFilter): Promise<readonly SelectedSample[]>
  /** Samples in the index and the share whose text has been read. */
  counts(): { readonly samples: number; readonly textIndexed: number }
  close(): Promise<void>
}

export function createDatasets(workspace: Workspace): Datasets {
  const { db } = workspace
  if (workspace.writable) {
    forgetStaged(db)
    removeLooseStores(db, workspace.dir)
  }
  const rows = createRows(workspace)
  const search = createSearch(workspace.text)
  const text = createTextIndex(workspace)
  if (workspace.writable) text.wake()
  // Readings stand in line: each stages rows under numbers that follow the last one's.
  let turn: Promise<void> = Promise.resolve()

  return {
    async *index({ files, text: wanted }) {
      const before = turn
      let release = () => {}
      turn = new Promise((resolve) => {
        release = resolve
      })
      try {
        await before
        yield* ingest(workspace, files)
      } finally {
        release()
        text.wake()
      }
      if (!wanted) return
      const reading = text.finish()
      for (let step = await reading.next(); !step.done; step = await reading.next()) {
        yield { kind: 'text', ...step.value }
      }
    },
    files: async () => listFiles(workspace),
    setAside: async ({ file }) =>
      db
        .prepare<[string | null], SetAside>(
          `SELECT f.path AS file, a.line, a.reason, a.value FROM set_aside a JOIN files f ON f.id = a.file_id
             WHERE f.state = 1 AND f.path = coalesce(?, f.path) ORDER BY f.id, a.line`,
        )
        .all(file ?? null),
    samples: async (query) => querySamples(db, query, search),
    facets: async (filter) => queryFacets(db, filter, search),
    sample: async ({ id }) => rows.sample(id),
    prompt: async ({ id }) => rows.prompt(id),
    truths: async ({ ids }) => rows.truths(ids),
    async select(filter) {
      const { sql, params } = whereOf(filter, search)
      const found = db
        .prepare(
          `SELECT s.id, s.data_source AS dataSource, s.reward_type AS rewardType, s.task, s.bytes
             FROM samples s WHERE ${sql} ORDER BY s.number`,
        )
        .all(...params) as (Omit<SelectedSample, 'task'> & { task: number | null })[]
      return found.map((row) => ({ ...row, task: taskAt(row.task) }))
    },
    counts: () => ({
      samples: db
        .prepare('SELECT count(*) FROM samples WHERE file_id IN (SELECT id FROM files WHERE state = 1)')
        .pluck()
        .get() as number,
      textIndexed: textIndexed(db),
    }),
    async close() {
      await turn
      await text.close()
    },
  }
}

function listFiles({ db }: Workspace): DatasetFile[] {
  const rows = db
    .prepare<[], Fingerprint & { path: string; indexed: string; rows: number; setAside: number }>(
      `SELECT path, bytes, mtime, sampled, indexed, (SELECT count(*) FROM samples WHERE file_id = f.id) AS rows,
         (SELECT count(*) FROM set_aside WHERE file_id = f.id) AS setAside FROM files f WHERE state = 1 ORDER BY id`,
    )
    .all()
  return rows.map(({ path, indexed, rows, setAside, ...before }) => ({
    file: path,
    rows,
    setAside,
    bytes: before.bytes,
    state: stateOf(path, before),
    indexedAt: indexed,
  }))
}

function stateOf(path: string, before: Fingerprint): DatasetFile['state'] {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return 'missing'
  try {
    return sameFile(fingerprintOf(path), before) ? 'fresh' : 'changed'
  } catch {
    return 'missing' // there, but not to be read
  }
}
