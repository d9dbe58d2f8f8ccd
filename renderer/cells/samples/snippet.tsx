import { useSyncExternalStore } from 'react'
import type { Engine, SampleListRow, Snippet } from '../../../core/contract.ts'
import { Highlight } from '../../components/highlight.tsx'
import { searchWords } from '../../components/search-words.ts'
import { useEngine } from '../../data/link.tsx'
import { counted, percent } from '../../format.ts'

/** Rows that come into sight within this time are asked for together. */
const GATHER_MS = 20
/** Snippets kept: some screens of rows. */
const KEPT = 400

/**
 * Texts around hits, asked for as their rows come into sight: the table itself is painted before. Not a store: what is
 * kept here can be asked for again at any time.
 */
class Snippets {
  readonly #engine: Engine
  readonly #found = new Map<string, Snippet>()
  readonly #wanted = new Map<string, Set<string>>()
  readonly #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(engine: Engine) {
    this.#engine = engine
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** What is known, asking for what is not. */
  of(id: string, search: string): Snippet | null {
    const found = this.#found.get(`${search}\n${id}`)
    if (found) return found
    const wanted = this.#wanted.get(search) ?? new Set()
    wanted.add(id)
    this.#wanted.set(search, wanted)
    this.#timer ??= setTimeout(() => void this.#ask(), GATHER_MS)
    return null
  }

  async #ask(): Promise<void> {
    this.#timer = null
    // Only the newest search is still looked at.
    const [search, ids] = [...this.#wanted].at(-1) ?? ['', new Set<string>()]
    this.#wanted.clear()
    const answers = await this.#engine.snippets({ ids: [...ids], search }).catch(() => null)
    // Without an answer the questions stand as they are; the table's own query tells that the line is down.
    for (const answer of answers ?? []) this.#found.set(`${search}\n${answer.id}`, answer)
    for (const key of this.#found.keys()) if (this.#found.size > KEPT) this.#found.delete(key)
    for (const listener of this.#listeners) listener()
  }
}

const byEngine = new WeakMap<Engine, Snippets>()

function snippetsOf(engine: Engine): Snippets {
  const known = byEngine.get(engine) ?? new Snippets(engine)
  byEngine.set(engine, known)
  return known
}

/** The question; under a search whose words it does not hold, the text around the first hit in the prompt. */
export function QuestionCell({ row, search }: { row: SampleListRow; search: string }) {
  const lower = row.question.toLowerCase()
  const words = searchWords(search)
  const inQuestion = words.every((word) => lower.includes(word.toLowerCase()))
  const lang = row.language === 'Chinese' ? 'zh' : 'en'
  return (
    <span className="soft data" lang={lang}>
      {inQuestion ? <Highlight text={row.question} search={search} /> : <Hit row={row} search={search} />}
    </span>
  )
}

function Hit({ row, search }: { row: SampleListRow; search: string }) {
  const snippets = snippetsOf(useEngine())
  const found = useSyncExternalStore(snippets.subscribe, () => snippets.of(row.id, search))
  if (!found?.text) return <Highlight text={row.question} search={search} />
  return (
    <>
      <Highlight text={found.text} search={search} />
      <span className="hidden">{` at ${percent(found.depth ?? 0)} of the prompt, ${counted(found.hits, 'hit')}`}</span>
    </>
  )
}
