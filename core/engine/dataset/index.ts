import { statSync } from 'node:fs'
import type { DatasetFile, Engine, SampleFilter } from '../../contract.ts'
import type { SetAside } from '../../model/sample.ts'
import type { Workspace } from '../store/workspace.ts'
import { createEvidence } from './evidence.ts'
import { queryFacets } from './facets.ts'
import { createRows } from './fetch.ts'
import { fieldNames } from './fields.ts'
import { conditionsOf } from './filter.ts'
import { type Fingerprint, fingerprintOf, sameFile } from './fingerprint.ts'
import { rewardsOf } from './group-columns.ts'
import { identify } from './identify.ts'
import { ingest } from './ingest.ts'
import { passingRows, querySamples, type SelectedSample, selectSamples, textIndexed } from './query.ts'
import type { RangeScanner } from './ranges.ts'
import { createSearch } from './search.ts'
import { listSets, membersOf, removeSet, writeSet } from './sets.ts'
import { snippetsOf } from './snippets.ts'
import { forgetStaged, removeLooseStores } from './staging.ts'
import { createTables } from './table.ts'
import { createTextIndex } from './text-index.ts'

type Verb =
  | ('index' | 'files' | 'setAside' | 'samples' | 'facets' | 'sample' | 'prompt' | 'truths')
  | ('evidence' | 'fields' | 'snippets' | 'sets' | 'saveSet' | 'deleteSet')

/** The engine's datasets: reading files into the index, and everything that is asked of it. */
export interface Datasets extends Pick<Engine, Verb> {
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
  const table = createTables(db)
  const search = createSearch(workspace.text)
  const text = createTextIndex(workspace)
  const evidence = createEvidence(workspace)
  const ids = identifying(workspace, text.wake)
  const { ready } = ids
  if (workspace.writable) ids.begin(null)
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
        yield* ingest(workspace, files, ids)
      } finally {
        release()
      }
      if (!wanted) return
      await ready()
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
    async samples(query) {
      await ready()
      return querySamples(db, table(), query, search)
    },
    async facets(filter) {
      if (filter.ids || filter.sets || filter.run) await ready()
      const rewards = rewardsOf(db, table(), filter)
      const members = (set: string) => membersOf(db, set)
      return queryFacets(table(), conditionsOf(table(), filter, { search, members, rewards }), rewards)
    },
    async sample({ id }) {
      await ready()
      return rows.sample(id)
    },
    async prompt({ id, most }) {
      await ready()
      return rows.prompt(id, most)
    },
    async truths({ ids }) {
      await ready()
      return rows.truths(ids)
    },
    async evidence({ ids, wait }) {
      await ready()
      return evidence.columns(ids, wait ?? false)
    },
    async fields(filter) {
      await ready()
      return fieldNames(db, table(), passingRows(db, table(), filter, search))
    },
    async snippets({ ids, search: words }) {
      await ready()
      return snippetsOf(rows, ids, words)
    },
    sets: async () => listSets(db),
    async saveSet(params) {
      await ready()
      if ('ids' in params) return writeSet(db, params.name, params.ids)
      const except = new Set(params.except)
      const chosen = selectSamples(db, table(), params.filter, search).map(({ id }) => id)
      return writeSet(
        db,
        params.name,
        chosen.filter((id) => !except.has(id)),
      )
    },
    deleteSet: async ({ name }) => ({ ids: removeSet(db, name) }),
    async select(filter) {
      await ready()
      return selectSamples(db, table(), filter, search)
    },
    counts() {
      const now = table()
      return { samples: now.size, textIndexed: textIndexed(db, now) }
    },
    async close() {
      await turn
      await ids.settled()
      await text.close()
      await evidence.close()
    },
  }
}

/**
 * Gives rows their ids in the background. `ready` waits until all have one; a failure is told to whoever waits, and tried
 * again.
 */
function identifying({ db }: Workspace, then: () => void) {
  let pending: Promise<void> | null = null
  const begin = (scanner: RangeScanner | null) => {
    const mine = identify(db, scanner).then(then)
    pending = mine
    mine.catch(() => {}) // told where it is waited for
  }
  const ready = async () => {
    const mine = pending
    try {
      await mine
      if (pending === mine) pending = null
    } catch (error) {
      if (pending === mine) begin(null)
      throw error
    }
  }
  /** What could not be done is tried again at the next start. */
  const settled = async () => {
    await pending?.catch(() => {})
  }
  return { ready, begin, settled }
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
