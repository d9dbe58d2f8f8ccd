/** Words as numbers. The gold's words have ids from 0; a response's others are -1, they match nothing. */
export class Vocabulary {
  readonly #ids = new Map<string, number>()

  get size(): number {
    return this.#ids.size
  }

  /** Ids of gold words; new ones join. */
  learn(words: readonly string[]): Int32Array {
    const ids = new Int32Array(words.length)
    for (let at = 0; at < words.length; at++) {
      let id = this.#ids.get(words[at])
      if (id === undefined) {
        id = this.#ids.size
        this.#ids.set(words[at], id)
      }
      ids[at] = id
    }
    return ids
  }

  /** Ids of a response's words; `unknown` gathers those without. */
  read(words: readonly string[], unknown: Set<string>): Int32Array {
    const ids = new Int32Array(words.length)
    for (let at = 0; at < words.length; at++) {
      const id = this.#ids.get(words[at])
      if (id === undefined) unknown.add(words[at])
      ids[at] = id ?? -1
    }
    return ids
  }
}
