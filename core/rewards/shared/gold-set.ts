const FEW = 12

/**
 * The distinct answers of a gold, ready to be looked up by many responses. A response marks what it says with the number
 * of its round, so that nothing is built or cleared for it.
 */
export class GoldSet {
  readonly #index = new Map<string, number>()
  /** How often each distinct answer stands in the gold. */
  readonly #repeats: number[] = []
  readonly #rounds: Uint32Array
  readonly #places: Int32Array
  #round = 0
  readonly #total: number

  constructor(answers: readonly string[]) {
    for (const answer of answers) {
      const at = this.#index.get(answer)
      if (at === undefined) {
        this.#index.set(answer, this.#repeats.length)
        this.#repeats.push(1)
      } else this.#repeats[at]++
    }
    this.#rounds = new Uint32Array(this.#repeats.length)
    this.#places = new Int32Array(this.#repeats.length)
    this.#total = answers.length
  }

  /** Number of distinct answers. */
  get size(): number {
    return this.#repeats.length
  }

  /** Distinct lines that are answers, and distinct others; a blank line is one of these unless it is dropped. */
  count(lines: readonly string[], dropBlank: boolean): { readonly found: number; readonly extra: number } {
    const round = ++this.#round
    let found = 0
    const extra: string[] = []
    let many: Set<string> | undefined
    for (const line of lines) {
      if (dropBlank && line === '') continue
      const at = this.#index.get(line)
      if (at === undefined) {
        // a few texts are told apart faster than a set is made
        if (many) many.add(line)
        else if (!extra.includes(line) && extra.push(line) > FEW) many = new Set(extra)
      } else if (this.#rounds[at] !== round) {
        this.#rounds[at] = round
        found++
      }
    }
    return { found, extra: many ? many.size : extra.length }
  }

  /** The share of the answers, repeats counted, that are among the lines. */
  share(lines: readonly string[]): number {
    const round = ++this.#round
    let found = 0
    for (const line of lines) {
      const at = this.#index.get(line)
      if (at === undefined || this.#rounds[at] === round) continue
      this.#rounds[at] = round
      found += this.#repeats[at]
    }
    return found / this.#total
  }

  /**
   * Where each of `order` (distinct answers by number) stands among the lines: the places of those that stand there.
   * @param firstOnly the first occurrence counts and blank lines do not; else the last occurrence
   */
  placesOf(lines: readonly string[], order: Int32Array, firstOnly: boolean): number[] {
    const round = ++this.#round
    for (let place = 0; place < lines.length; place++) {
      if (firstOnly && lines[place] === '') continue
      const at = this.#index.get(lines[place])
      if (at === undefined || (firstOnly && this.#rounds[at] === round)) continue
      this.#rounds[at] = round
      this.#places[at] = place
    }
    const places: number[] = []
    for (const at of order) if (this.#rounds[at] === round) places.push(this.#places[at])
    return places
  }

  /** The answers as numbers of distinct answers, in their order. */
  numbersOf(answers: readonly string[]): Int32Array {
    return Int32Array.from(answers, (answer) => this.#index.get(answer) ?? -1)
  }
}
