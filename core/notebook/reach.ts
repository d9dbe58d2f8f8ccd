/**
 * What a notebook reaches beyond itself: endpoints that prompts (and keys) are sent to, Python files that run as the
 * user, reward files that run in the sandbox. A notebook from elsewhere asks before it does (engine/notebook/trust.ts). A
 * code cell reaches nothing: it has no files, no network and no environment, and is written anew with every edit. It is
 * named where there is something to ask, and asks nothing by itself.
 */
import type { CellDocument, NotebookDocument, Reach } from '../contract.ts'
import { isRewardFile } from '../model/reward.ts'

/** One thing that is reached, whoever reaches it. */
export type Reached = Omit<Reach, 'cells'>

/** The embedded endpoint: it plays recordings and reaches nobody. */
const DEMO = 'demo:'

/** An endpoint with the key that goes there (null: none); null for the embedded one. */
export function endpointReach(url: string, keyEnv: string | null): Reached | null {
  if (url === DEMO) return null
  const detail = keyEnv === null ? 'prompts are sent there' : `prompts and the key in ${keyEnv} are sent there`
  return { kind: 'endpoint', name: url, detail, print: `endpoint ${JSON.stringify([url, keyEnv])}` }
}

/**
 * A reward that is a file, by its whole path; null for a built-in.
 * @param baseDir where a relative path starts: the same path elsewhere is another file
 */
export function rewardReach(reward: string | null | undefined, baseDir: string): Reached | null {
  if (typeof reward !== 'string' || !isRewardFile(reward)) return null
  const python = /\.py$/i.test(reward)
  return {
    kind: python ? 'python' : 'reward',
    name: reward,
    detail: python ? 'runs as you, with your files and network' : 'runs in the sandbox, without files or network',
    print: `file ${JSON.stringify(wholePath(baseDir, reward))}`,
  }
}

/** `path` from `baseDir`, without `.` and `..`, as Node resolves it; Windows' separators are taken for plain ones. */
function wholePath(baseDir: string, path: string): string {
  const windows = [baseDir, path].some((each) => /^([a-z]:[\\/]|\\\\)/i.test(each))
  const plain = (text: string) => (windows ? text.replaceAll('\\', '/') : text)
  const absolute = plain(path).startsWith('/') || (windows && /^[a-z]:\//i.test(plain(path)))
  const parts: string[] = []
  for (const part of (absolute ? plain(path) : `${plain(baseDir)}/${plain(path)}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

function* ofCell(cell: CellDocument, baseDir: string): Generator<Reached | null> {
  const params = cell.params as {
    readonly endpoints?: readonly string[]
    readonly keyEnv?: string | null
    readonly reward?: string | null
    readonly language?: string
    readonly source?: string
  }
  for (const url of params.endpoints ?? []) yield endpointReach(url, params.keyEnv ?? null)
  if (cell.kind === 'score') yield rewardReach(params.reward, baseDir)
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
 * @param baseDir where its relative paths start
 */
export function reachOf(document: NotebookDocument, baseDir: string): readonly Reach[] {
  const found = new Map<string, Reach>()
  for (const cell of document.cells) {
    for (const reach of ofCell(cell, baseDir)) {
      if (reach === null) continue
      const known = found.get(reach.print)
      found.set(reach.print, { ...reach, cells: [...(known?.cells ?? []), cell.id] })
    }
  }
  return [...found.values()]
}

/** "endpoint http://host:30000, reward file mine.py": one line for a message. */
export function reachWords(reach: Pick<Reach, 'kind' | 'name'>): string {
  return `${{ endpoint: 'endpoint', python: 'Python file', reward: 'reward file', code: 'code' }[reach.kind]} ${reach.name}`
}
