import type { Stretch } from './text.ts'

/** A stretch of the raw text and how it is marked. */
export interface TextMark extends Stretch {
  readonly look:
    | 'gold'
    | 'find'
    | 'now'
    | 'dim'
    | 'matched'
    | 'missing'
    | 'extra'
    | 'duplicate'
    | 'blank'
    | 'note'
    | 'unseen'
  /** Words after the stretch, in the margin's voice. */
  readonly after?: string
}

/**
 * The marks of one kind, in the order of their starts. A search may find 20,000: the editor only ever gets those near the
 * window, so that marking costs the same whatever was found.
 */
export class MarkLayer {
  readonly size: number
  private readonly starts: Int32Array
  private readonly at: (index: number) => TextMark
  /** The furthest end up to each mark: rises, so that the first mark that reaches into a window is found by halving. */
  private readonly reach: Int32Array

  private constructor(starts: Int32Array, ends: Int32Array, at: (index: number) => TextMark) {
    this.size = starts.length
    this.starts = starts
    this.at = at
    this.reach = new Int32Array(ends.length)
    let furthest = -1
    for (let i = 0; i < ends.length; i++) {
      if (ends[i] > furthest) furthest = ends[i]
      this.reach[i] = furthest
    }
  }

  static of(marks: readonly TextMark[]): MarkLayer {
    const sorted = [...marks].sort((a, b) => a.start - b.start)
    const starts = Int32Array.from(sorted, (mark) => mark.start)
    const ends = Int32Array.from(sorted, (mark) => mark.end)
    return new MarkLayer(starts, ends, (index) => sorted[index])
  }

  /** Stretches that all look alike, as a search returns them: ascending. */
  static alike(starts: Int32Array, ends: Int32Array, look: TextMark['look']): MarkLayer {
    return new MarkLayer(starts, ends, (index) => ({ start: starts[index], end: ends[index], look }))
  }

  /** Those that touch the window, at most `most`. */
  within(start: number, end: number, most: number): readonly TextMark[] {
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.reach[middle] < start) low = middle + 1
      else high = middle
    }
    const found: TextMark[] = []
    for (let i = low; i < this.size && this.starts[i] <= end && found.length < most; i++) {
      const mark = this.at(i)
      if (mark.end >= start) found.push(mark)
    }
    return found
  }
}
