/** Seeded chance. Every sample and every response has dice of its own, named by a key: adding one leaves the others alone. */

/** FNV-1a over UTF-16 units, started from `start`: four of them seed one generator. */
function hash(text: string, start: number): number {
  let h = start >>> 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  return Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> 0
}

export class Dice {
  readonly key: string
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(key: string) {
    this.key = key
    this.#a = hash(key, 0x811c9dc5)
    this.#b = hash(key, 0x9e3779b9)
    this.#c = hash(key, 0x85ebca6b)
    for (let i = 0; i < 12; i++) this.next()
  }

  /** Dice of their own for a part: what one part throws does not move the others. */
  fork(name: string): Dice {
    return new Dice(`${this.key}/${name}`)
  }

  /** Uniform in [0, 1). sfc32. */
  next(): number {
    const t = (this.#a + this.#b + this.#counter++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0
    return (t >>> 0) / 4294967296
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** Whole number, both ends included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError(`nothing to pick from (${this.key})`)
    return from[Math.floor(this.next() * from.length)]
  }

  /** By weight; weights need not sum to 1. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T {
    let at = this.next() * choices.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of choices) {
      at -= weight
      if (at < 0) return value
    }
    return choices[choices.length - 1][0]
  }

  shuffle<T>(list: readonly T[]): T[] {
    const out = [...list]
    for (let i = out.length - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1))
      const held = out[i]
      out[i] = out[j]
      out[j] = held
    }
    return out
  }

  /** `count` different ones in random order; all of them where there are fewer. */
  take<T>(from: readonly T[], count: number): T[] {
    return this.shuffle(from).slice(0, Math.max(0, count))
  }

  /** `count` different ones in their own order. */
  some<T>(from: readonly T[], count: number): T[] {
    const chosen = new Set(this.take([...from.keys()], count))
    return from.filter((_, i) => chosen.has(i))
  }
}

export type Words = Readonly<Record<string, string | number>>

/**
 * A template as text: `{one|two|three}` is one of them (they nest, an empty one is allowed), `$name` a word.
 * Words are put in last, so that braces and bars of quoted lines stay as they are.
 */
export function weave(dice: Dice, template: string, words: Words = {}): string {
  let text = template
  for (let m = INNERMOST.exec(text); m; m = INNERMOST.exec(text)) {
    text = text.slice(0, m.index) + dice.pick(m[1].split('|')) + text.slice(m.index + m[0].length)
  }
  return text.replace(/\$([a-zA-Z]\w*)/g, (_, name: string) => {
    if (!Object.hasOwn(words, name)) throw new ReferenceError(`no word "${name}" for: ${template}`)
    return String(words[name])
  })
}

const INNERMOST = /\{([^{}]*)\}/
