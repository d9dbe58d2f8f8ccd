/** What a sentence leaves out: parameters at their defaults. One that was changed is said, and all can be reached. */
import type { CellDocument } from '../contract.ts'
import { kindOf } from './cells.ts'
import { baseName, paramWords } from './words.ts'

/** The words before and after the value of a parameter that no sentence has by itself. */
const AROUND: Readonly<Record<string, Readonly<Record<string, readonly [string, string]>>>> = {
  rollout: {
    topP: [', top-p ', ''],
    maxTokens: [', at most ', ' tokens'],
    model: [', model ', ''],
    concurrency: [', ', ' at a time'],
    order: [', ', ' first'],
    system: [', system prompt “', '”'],
    templateKwargs: [', chat template ', ''],
    nPerRequest: [', ', ' a request'],
    maxTotalTokens: [', stopping at ', ' tokens'],
    maxSeconds: [', stopping after ', ' s'],
    keyEnv: [', key from ', ''],
    tokenizer: [', counted by ', ''],
  },
  score: {
    engine: [', engine ', ''],
    thread: [', thread ', ''],
    recursionLimit: [', recursion limit ', ''],
  },
  advantage: {
    epsilon: [', ε ', ''],
    filterGroups: [', filter groups ', ''],
    normalizeByTaskScale: [', task scale ', ''],
    mode: [', mode ', ''],
  },
  figure: {
    threshold: [', pass above ', ''],
    length: [', length of the ', ''],
  },
  compare: { most: [', at most ', ' listed'] },
}

/** Written where they are seen whole: the note, the code, and the settings that the lab pinned. */
const ELSEWHERE: ReadonlySet<string> = new Set(['text', 'source', 'pinned'])

const MOST_CHARACTERS = 40

function valueWords(cell: CellDocument, param: string): string {
  const value = cell.params[param]
  if (param === 'tokenizer' && typeof value === 'string') return baseName(value)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return cut(JSON.stringify(value))
  return cut(paramWords(cell, param))
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line
}

/** The value that a parameter has when nothing is said about it; undefined where there is none. */
export function defaultOf(kind: string, param: string): unknown {
  const declared = kindOf(kind)
  if (!declared) return undefined
  const parsed = declared.params.safeParse(declared.required)
  return parsed.success ? (parsed.data as Readonly<Record<string, unknown>>)[param] : undefined
}

/**
 * The parameters of the cell that its sentence does not name.
 * @param named those that it does
 * @returns `said`: with another value than the default, each with the words around it; `unsaid`: the others
 */
export function restOf(
  cell: CellDocument,
  named: ReadonlySet<string>,
): {
  readonly said: readonly {
    readonly param: string
    readonly before: string
    readonly words: string
    readonly after: string
  }[]
  readonly unsaid: readonly string[]
} {
  const around = Object.hasOwn(AROUND, cell.kind) ? AROUND[cell.kind] : {}
  const params = Object.keys(kindOf(cell.kind)?.params.shape ?? {})
  const all = params.filter((param) => !named.has(param) && !ELSEWHERE.has(param))
  const said = Object.entries(around)
    .filter(([param]) => all.includes(param) && Object.hasOwn(cell.params, param))
    .filter(([param]) => JSON.stringify(cell.params[param]) !== JSON.stringify(defaultOf(cell.kind, param)))
    .map(([param, [before, after]]) => ({ param, before, words: valueWords(cell, param), after }))
  const words = new Set(said.map(({ param }) => param))
  return { said, unsaid: all.filter((param) => !words.has(param)) }
}
