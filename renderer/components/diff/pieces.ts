import { diffArrays } from 'diff'
import { anchorsOf } from './anchors.ts'
import { type Tokens, tokensOf } from './tokens.ts'

/** A stretch of both texts, alike or not; a stretch that one side lacks is empty there. Offsets in UTF-16 units. */
export interface Piece {
  readonly same: boolean
  readonly left: readonly [number, number]
  readonly right: readonly [number, number]
}

/** Edits up to which words are compared one by one; their cost grows with the square. */
const MOST_EDITS = 1000
/** The same between two anchors, where the texts as a whole are too far apart. */
const MOST_EDITS_IN_GAP = 300
const CLOSE = '</think>'

interface Run {
  readonly same: boolean
  /** Words on either side. */
  readonly left: number
  readonly right: number
}

/**
 * What differs between two texts, by words, in order and without gaps. Thinking is compared with thinking and answer
 * with answer. Texts too far apart are held together by anchors, and what is still too far apart is one difference.
 */
export function piecesOf(left: string, right: string): readonly Piece[] {
  const leftAt = left.lastIndexOf(CLOSE)
  const rightAt = right.lastIndexOf(CLOSE)
  if (leftAt < 0 || rightAt < 0) return compared(left, right, 0, 0)
  return [
    ...compared(left.slice(0, leftAt), right.slice(0, rightAt), 0, 0),
    ...compared(left.slice(leftAt), right.slice(rightAt), leftAt, rightAt),
  ]
}

function compared(left: string, right: string, leftAt: number, rightAt: number): Piece[] {
  const a = tokensOf(left)
  const b = tokensOf(right)
  let l = 0
  let r = 0
  return calmed(runsOf(a, b), a, b).map((run) => {
    const piece: Piece = {
      same: run.same,
      left: [leftAt + a.starts[l], leftAt + a.starts[l + run.left]],
      right: [rightAt + b.starts[r], rightAt + b.starts[r + run.right]],
    }
    l += run.left
    r += run.right
    return piece
  })
}

function runsOf(a: Tokens, b: Tokens): Run[] {
  const numbers = new Map<string, number>()
  const intern = (word: string) => {
    const known = numbers.get(word)
    if (known !== undefined) return known
    numbers.set(word, numbers.size)
    return numbers.size - 1
  }
  const left = a.words.map(intern)
  const right = b.words.map(intern)
  return editRuns(left, right, MOST_EDITS) ?? byAnchors(left, right)
}

/** Runs of words alike and not, or null where there are more edits than `most`. */
function editRuns(left: readonly number[], right: readonly number[], most: number): Run[] | null {
  const changes = diffArrays([...left], [...right], { maxEditLength: most })
  if (!changes) return null
  const runs: Run[] = []
  for (const { added, removed, count } of changes) {
    if (!added && !removed) runs.push({ same: true, left: count, right: count })
    else push(runs, { same: false, left: removed ? count : 0, right: added ? count : 0 })
  }
  return runs
}

/** Between phrases that both texts have exactly once, in the same order, each gap by itself. */
function byAnchors(left: readonly number[], right: readonly number[]): Run[] {
  const runs: Run[] = []
  let l = 0
  let r = 0
  const same = (words: number) => {
    push(runs, { same: true, left: words, right: words })
    l += words
    r += words
  }
  const gap = (toLeft: number, toRight: number) => {
    // What goes on from the anchor before, and what leads up to the next one, is alike whatever lies between.
    let head = 0
    while (l + head < toLeft && r + head < toRight && left[l + head] === right[r + head]) head++
    same(head)
    let tail = 0
    while (tail < toLeft - l && tail < toRight - r && left[toLeft - 1 - tail] === right[toRight - 1 - tail]) tail++
    const whole: Run = { same: false, left: toLeft - tail - l, right: toRight - tail - r }
    const found = editRuns(left.slice(l, toLeft - tail), right.slice(r, toRight - tail), MOST_EDITS_IN_GAP)
    for (const run of found ?? [whole]) push(runs, run)
    l += whole.left
    r += whole.right
    same(tail)
  }
  for (const anchor of anchorsOf(left, right)) {
    gap(anchor.left, anchor.right)
    same(anchor.words)
  }
  gap(left.length, right.length)
  return runs
}

function push(runs: Run[], run: Run): void {
  const last = runs.at(-1)
  if (last && last.same === run.same) {
    runs[runs.length - 1] = { same: run.same, left: last.left + run.left, right: last.right + run.right }
  } else if (run.left + run.right > 0) runs.push(run)
}

/**
 * Words that happen to be alike between two larger differences are read as part of them: "the" in two sentences that say
 * different things. A line end is never taken in.
 */
function calmed(runs: readonly Run[], a: Tokens, b: Tokens): readonly Run[] {
  let now = runs
  for (;;) {
    const next: Run[] = []
    let l = 0
    let r = 0
    let merged = false
    now.forEach((run, i) => {
      const before = next.at(-1)
      const after = now[i + 1]
      const chars = a.starts[l + run.left] - a.starts[l]
      const island =
        run.same &&
        before !== undefined &&
        after !== undefined &&
        !a.words.slice(l, l + run.left).includes('\n') &&
        chars <= Math.max(a.starts[l] - a.starts[l - before.left], b.starts[r] - b.starts[r - before.right]) &&
        chars <= Math.max(span(a, l + run.left, after.left), span(b, r + run.right, after.right))
      merged ||= island
      push(next, island ? { ...run, same: false } : run)
      l += run.left
      r += run.right
    })
    if (!merged) return now
    now = next
  }
}

const span = (tokens: Tokens, from: number, words: number) => tokens.starts[from + words] - tokens.starts[from]
