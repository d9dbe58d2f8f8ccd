import { isSpace } from '../../math/python/whitespace.ts'
import { cutByHmm, FIRST_HAN, type Hmm, LAST_HAN } from './hmm.ts'
import { childOf, type Trie } from './trie.ts'

/**
 * jieba 0.42.1's `cut(text, cut_all=False, HMM=True)`. The words joined are the text again, white space included.
 *
 * 1. Blocks: runs of Han (U+4E00..U+9FD5), ASCII letters, digits and `+#&._%-` are cut; of the rest every white space
 *    (`\r\n` together) and every other code point is a word of its own.
 * 2. In a block the most probable path through the dictionary's words (log frequencies, right to left, the longer word
 *    on a tie); characters that stand alone on that path gather in a buffer.
 * 3. A buffer of two and more that is no word itself goes to the HMM, where Han runs are cut by Viterbi and the rest
 *    into numbers-and-letters and what lies between.
 */
export class Cutter {
  readonly #trie: Trie
  readonly #hmm: Hmm
  #route = new Float64Array(1024)
  #ends = new Int32Array(1024)

  constructor(trie: Trie, hmm: Hmm) {
    this.#trie = trie
    this.#hmm = hmm
  }

  cut(text: string): string[] {
    const words: string[] = []
    let at = 0
    while (at < text.length) {
      const start = at
      while (at < text.length && inBlock(text.charCodeAt(at))) at++
      if (at > start) {
        this.#cutBlock(text, start, at, words)
        continue
      }
      const code = text.charCodeAt(at)
      const pair =
        (code === 0x0d && text.charCodeAt(at + 1) === 0x0a) ||
        (code >= 0xd800 && code <= 0xdbff && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00)
      at += pair ? 2 : 1
      words.push(text.slice(start, at))
    }
    return words
  }

  #cutBlock(text: string, from: number, to: number, words: string[]): void {
    this.#findRoute(text, from, to)
    const ends = this.#ends
    let buffer = -1
    let at = from
    while (at < to) {
      const end = from + ends[at - from]
      if (end - at === 1) {
        if (buffer < 0) buffer = at
      } else {
        if (buffer >= 0) this.#flush(text, buffer, at, words)
        buffer = -1
        words.push(text.slice(at, end))
      }
      at = end
    }
    if (buffer >= 0) this.#flush(text, buffer, to, words)
  }

  /** Fills `#ends`: for every position the end of its best word, both relative to `from`. */
  #findRoute(text: string, from: number, to: number): void {
    const length = to - from
    if (length + 1 > this.#route.length) {
      this.#route = new Float64Array(length * 2 + 1)
      this.#ends = new Int32Array(length * 2 + 1)
    }
    const trie = this.#trie
    const { weights } = trie
    const route = this.#route
    const ends = this.#ends
    route[length] = 0
    for (let at = length - 1; at >= 0; at--) {
      let best = Number.NEGATIVE_INFINITY
      let bestEnd = 0
      let node = 0
      for (let next = at; next < length; ) {
        node = childOf(trie, node, text.charCodeAt(from + next))
        if (node === 0) break
        next++
        const weight = weights[node]
        if (weight === 0) continue
        const sum = weight + route[next]
        if (sum >= best) {
          best = sum
          bestEnd = next
        }
      }
      if (bestEnd === 0) {
        best = trie.unknown + route[at + 1]
        bestEnd = at + 1
      }
      route[at] = best
      ends[at] = bestEnd
    }
  }

  /** Characters that stood alone on the route. */
  #flush(text: string, from: number, to: number, words: string[]): void {
    if (to - from === 1) words.push(text.slice(from, to))
    else if (this.#isWord(text, from, to)) for (let at = from; at < to; at++) words.push(text[at])
    else this.#cutUnknown(text, from, to, words)
  }

  #isWord(text: string, from: number, to: number): boolean {
    let node = 0
    for (let at = from; at < to; at++) {
      node = childOf(this.#trie, node, text.charCodeAt(at))
      if (node === 0) return false
    }
    return this.#trie.weights[node] !== 0
  }

  #cutUnknown(text: string, from: number, to: number, words: string[]): void {
    let at = from
    while (at < to) {
      const start = at
      while (at < to && isHan(text.charCodeAt(at))) at++
      if (at > start) {
        cutByHmm(this.#hmm, text, start, at, words)
        continue
      }
      if (isAlphanumeric(text.charCodeAt(at))) at = endOfNumber(text, at, to)
      else while (at < to && !isHan(text.charCodeAt(at)) && !isAlphanumeric(text.charCodeAt(at))) at++
      words.push(text.slice(start, at))
    }
  }
}

/** Letters and digits, then a decimal part, then a percent sign. */
function endOfNumber(text: string, from: number, to: number): number {
  let at = from
  while (at < to && isAlphanumeric(text.charCodeAt(at))) at++
  if (at + 1 < to && text.charCodeAt(at) === 0x2e && isDigit(text.charCodeAt(at + 1))) {
    at += 2
    while (at < to && isDigit(text.charCodeAt(at))) at++
  }
  if (at < to && text.charCodeAt(at) === 0x25) at++
  return at
}

function isHan(code: number): boolean {
  return code >= FIRST_HAN && code <= LAST_HAN
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isAlphanumeric(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
}

function inBlock(code: number): boolean {
  if (code >= 0x80) return isHan(code)
  if (isSpace(code)) return false
  // + # & . _ % -
  return (
    isAlphanumeric(code) ||
    code === 0x2b ||
    code === 0x23 ||
    code === 0x26 ||
    code === 0x2e ||
    code === 0x5f ||
    code === 0x25 ||
    code === 0x2d
  )
}
