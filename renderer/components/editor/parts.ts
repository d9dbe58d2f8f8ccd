/** What an editor and the plain text before it share: this is there before Monaco is. */

/** Something wrong on a line, from 1. */
export interface LineProblem {
  readonly line: number
  readonly words: string
}

/** Above the first line and below the last, px. */
export const PADDING = 8
