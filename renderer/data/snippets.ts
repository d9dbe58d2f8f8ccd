import type { Engine, Snippet } from '../../core/contract.ts'

/** Rows that come into sight within this time are asked for together. */
const GATHER_MS = 20
/** Snippets kept: some screens of rows. */
const KEPT = 400

/**
 * Texts out of prompts, asked for as their rows come into sight: the table itself is painted before. Not a store: what is
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

  /** What is known, asking for what is not. @param search empty: the end of the prompt */
  of(id: string, search: string): Snippet | null {
    const found = this.#found.get(`${search}\n${id}`)
    if (found) return found
    const wanted = this.#wanted.get(search) ?? new Set()
    wanted.add(id)
    // The newest search stands last.
    this.#wanted.delete(search)
    this.#wanted.set(search, wanted)
    this.#timer ??= setTimeout(() => void this.#ask(), GATHER_MS)
    return null
  }

  async #ask(): Promise<void> {
    this.#timer = null
    // Of searches only the newest is still looked at; ends of prompts always are.
    const newest = [...this.#wanted].findLast(([search]) => search !== '')
    const ends = this.#wanted.get('')
    this.#wanted.clear()
    const questions = [...(newest ? [newest] : []), ...(ends ? [['', ends] as const] : [])]
    await Promise.all(questions.map(([search, ids]) => this.#take(search, ids)))
  }

  async #take(search: string, ids: ReadonlySet<string>): Promise<void> {
    const answers = await this.#engine.snippets({ ids: [...ids], search }).catch(() => null)
    // Without an answer the cells stand as they are: the table's own query tells that the line is down.
    if (answers === null) return
    for (const answer of answers) this.#found.set(`${search}\n${answer.id}`, answer)
    for (const key of this.#found.keys()) if (this.#found.size > KEPT) this.#found.delete(key)
    for (const listener of this.#listeners) listener()
  }
}

const byEngine = new WeakMap<Engine, Snippets>()

/** The snippets of this line to the engine. */
export function snippetsOf(engine: Engine): Snippets {
  const known = byEngine.get(engine) ?? new Snippets(engine)
  byEngine.set(engine, known)
  return known
}
