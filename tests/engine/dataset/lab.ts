import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { IndexEvent } from '../../../core/contract.ts'
import { createDatasets, type Datasets } from '../../../core/engine/dataset/index.ts'
import { openWorkspace, type Workspace } from '../../../core/engine/store/workspace.ts'

/** A directory that goes with the test. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'longview-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export interface Lab {
  readonly dir: string
  readonly workspace: Workspace
  readonly datasets: Datasets
  /** Writes a file beside the workspace and returns its path. */
  file(name: string, content: string | Uint8Array): string
  /** Indexes and returns what was said, without progress. */
  index(...files: string[]): Promise<IndexEvent[]>
}

/** A workspace of its own, open for writing. */
export async function lab(): Promise<Lab> {
  const dir = scratch()
  const workspace = await openWorkspace(join(dir, 'ws'), { write: true })
  const datasets = createDatasets(workspace)
  onTestFinished(async () => {
    await datasets.close()
    workspace.close()
  })
  return {
    dir,
    workspace,
    datasets,
    file(name, content) {
      writeFileSync(join(dir, name), content)
      return join(dir, name)
    },
    index: async (...files) => told(datasets.index({ files })),
  }
}

export async function told(events: AsyncIterable<IndexEvent>): Promise<IndexEvent[]> {
  const said: IndexEvent[] = []
  for await (const event of events) if (event.kind !== 'progress') said.push(event)
  return said
}

/** A row in the fields of data-formats.md; `changes` replace or, where undefined, remove its fields. */
export function row(n: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    data_source: 'EM',
    prompt: [
      { role: 'system', content: 'Answer in one word.' },
      { role: 'user', content: `Document ${n}: the colour of house ${n} is blue.\nWhat colour is house ${n}?` },
    ],
    ability: 'precise long-range information retrieval',
    reward_model: { ground_truth: { doc_ids: [], golden_label: 'blue', summary: 'English' }, style: 'rule' },
    extra_info: { reward_mode: 'EM', question: `What colour is house ${n}?`, index: n },
    ...changes,
  }
}

export const jsonl = (rows: readonly unknown[]): string => rows.map((one) => `${JSON.stringify(one)}\n`).join('')
export const rows = (count: number, from = 0): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, k) => row(from + k))
