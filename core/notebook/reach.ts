/**
 * What a notebook reaches beyond itself: endpoints that prompts (and keys) are sent to, Python files that run as the
 * user, reward files that run in the sandbox. A notebook from elsewhere asks before it does (engine/notebook/trust.ts). A
 * code cell reaches nothing: it has no files, no network and no environment, and is written anew with every edit. It is
 * named where there is something to ask, and asks nothing by itself.
 */
import type { CellDocument, NotebookDocument, Reach } from '../contract.ts'

/** The embedded endpoint: it plays recordings and reaches nobody. */
const DEMO = 'demo:'
const FILE = /[\\/]|\.(ts|js|mjs|py)$/

function* ofCell(cell: CellDocument, baseDir: string): Generator<Omit<Reach, 'cells'>> {
  const params = cell.params as {
    readonly endpoints?: readonly string[]
    readonly keyEnv?: string | null
    readonly reward?: string | null
    readonly language?: string
    readonly source?: string
  }
  for (const name of params.endpoints ?? []) {
    if (name === DEMO) continue
    const key = params.keyEnv ?? null
    const detail = key === null ? 'prompts are sent there' : `prompts and the key in ${key} are sent there`
    yield { kind: 'endpoint', name, detail, print: `endpoint ${JSON.stringify([name, key])}` }
  }
  if (typeof params.reward === 'string' && FILE.test(params.reward)) {
    const python = params.reward.endsWith('.py')
    yield {
      kind: python ? 'python' : 'reward',
      name: params.reward,
      detail: python ? 'runs as you, with your files and network' : 'runs in the sandbox, without files or network',
      print: `file ${JSON.stringify([baseDir, params.reward])}`,
    }
  }
  if (cell.kind === 'code') {
    const lines = (params.source ?? '').split('\n').length
    yield {
      kind: 'code',
      name: `${params.language === 'sql' ? 'SQL' : 'TypeScript'}, ${lines === 1 ? '1 line' : `${lines} lines`}`,
      detail: 'runs in the sandbox, without files or network',
      print: `code ${JSON.stringify([cell.id, params.source])}`,
    }
  }
}

/**
 * Everything that a notebook reaches, each thing once, in document order.
 * @param baseDir where its relative paths start: the same path elsewhere is another file
 */
export function reachOf(document: NotebookDocument, baseDir: string): readonly Reach[] {
  const found = new Map<string, Reach>()
  for (const cell of document.cells) {
    for (const reach of ofCell(cell, baseDir)) {
      const known = found.get(reach.print)
      found.set(reach.print, { ...reach, cells: [...(known?.cells ?? []), cell.id] })
    }
  }
  return [...found.values()]
}

/** "endpoint http://host:30000, reward file mine.py": one line for a message. */
export function reachWords(reach: Reach): string {
  return `${{ endpoint: 'endpoint', python: 'Python file', reward: 'reward file', code: 'code' }[reach.kind]} ${reach.name}`
}
