import type { JiebaTables } from '../reward.ts'

/** jieba's finalseg: words that the dictionary does not know, found by a hidden Markov model over single characters. */
export interface Hmm {
  /** By state (B, E, M, S in this order), then by character from FIRST_HAN. */
  readonly emission: readonly [Float64Array, Float64Array, Float64Array, Float64Array]
  readonly start: readonly number[]
  /** By state left, then state entered. */
  readonly transition: readonly (readonly number[])[]
}

export const FIRST_HAN = 0x4e00
export const LAST_HAN = 0x9fd5

/** jieba's stand-in for the logarithm of 0. */
const NEVER = -3.14e100

// alphabetical: on a tie the reference takes the larger letter, here the larger number
const STATES = ['B', 'E', 'M', 'S']
const B = 0
const E = 1
const M = 2
const S = 3

export function buildHmm(tables: JiebaTables): Hmm {
  const emission = STATES.map((state) => {
    const column = new Float64Array(LAST_HAN - FIRST_HAN + 1).fill(NEVER)
    for (const [character, log] of Object.entries(tables.emission[state])) {
      const at = character.charCodeAt(0) - FIRST_HAN
      if (at >= 0 && at < column.length) column[at] = log
    }
    return column
  }) as unknown as Hmm['emission']
  const start = STATES.map((state) => tables.start[state])
  const transition = STATES.map((left) => STATES.map((entered) => tables.transition[left][entered] ?? NEVER))
  return { emission, start, transition }
}

/**
 * Viterbi over the Han characters `text[from..to)`; pushes the words. B is entered from E or S, M from M or B, E from B
 * or M, S from S or E; a path ends in E or S. Sums are taken in the reference's order: their rounding decides ties.
 */
export function cutByHmm(hmm: Hmm, text: string, from: number, to: number, words: string[]): void {
  const length = to - from
  const [emitB, emitE, emitM, emitS] = hmm.emission
  const { start, transition } = hmm
  const back = new Uint8Array(length * 4)
  let at = text.charCodeAt(from) - FIRST_HAN
  let b = start[B] + emitB[at]
  let e = start[E] + emitE[at]
  let m = start[M] + emitM[at]
  let s = start[S] + emitS[at]
  const eb = transition[E][B]
  const sb = transition[S][B]
  const bm = transition[B][M]
  const mm = transition[M][M]
  const be = transition[B][E]
  const me = transition[M][E]
  const es = transition[E][S]
  const ss = transition[S][S]
  for (let step = 1; step < length; step++) {
    at = text.charCodeAt(from + step) - FIRST_HAN
    const row = step * 4
    const fromEB = e + eb + emitB[at]
    const fromSB = s + sb + emitB[at]
    const fromBM = b + bm + emitM[at]
    const fromMM = m + mm + emitM[at]
    const fromBE = b + be + emitE[at]
    const fromME = m + me + emitE[at]
    const fromES = e + es + emitS[at]
    const fromSS = s + ss + emitS[at]
    back[row + B] = fromSB >= fromEB ? S : E
    back[row + M] = fromMM >= fromBM ? M : B
    back[row + E] = fromME >= fromBE ? M : B
    back[row + S] = fromSS >= fromES ? S : E
    b = fromSB >= fromEB ? fromSB : fromEB
    m = fromMM >= fromBM ? fromMM : fromBM
    e = fromME >= fromBE ? fromME : fromBE
    s = fromSS >= fromES ? fromSS : fromES
  }
  const path = new Uint8Array(length)
  path[length - 1] = s >= e ? S : E
  for (let step = length - 1; step > 0; step--) path[step - 1] = back[step * 4 + path[step]]
  pushWords(path, text, from, to, words)
}

function pushWords(path: Uint8Array, text: string, from: number, to: number, words: string[]): void {
  let begin = from
  let next = from
  for (let step = 0; step < path.length; step++) {
    const state = path[step]
    if (state === B) begin = from + step
    else if (state === E || state === S) {
      const start = state === E ? begin : from + step
      next = from + step + 1
      words.push(text.slice(start, next))
    }
  }
  if (next < to) words.push(text.slice(next, to))
}
