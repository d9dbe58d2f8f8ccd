/**
 * A figure is data: marks with numbers, axes and words. Two renderers draw it: svg.ts (no DOM: report, CLI, live charts)
 * and Plotly in the page where a figure is settled. Plots receive bins, not points, wherever points can be many.
 */

/** A CSS token name (`task-retrieval`, `neg-2`, `ink-2`), resolved by the renderer for its theme. */
export type Ink = string

export interface Axis {
  readonly label: string
  readonly unit?: string
  readonly scale: 'linear' | 'log' | 'category'
  /** Numbers for linear and log; index range for category. */
  readonly range: readonly [number, number]
  readonly ticks?: readonly { readonly at: number; readonly label: string }[]
  readonly categories?: readonly string[]
}

/** Bins of equal or unequal width. Heights are counts, shares or their root as the y axis says. */
export interface Bars {
  readonly kind: 'bars'
  readonly label: string
  readonly ink: Ink
  /** Colour below and above zero (signed quantities), instead of `ink`. */
  readonly signed?: { readonly negative: Ink; readonly positive: Ink }
  readonly edges: readonly number[]
  readonly heights: readonly number[]
  readonly style: 'filled' | 'outline' | 'hatched'
}

export interface Line {
  readonly kind: 'line'
  readonly label: string
  readonly ink: Ink
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly dashed?: boolean
}

export interface Points {
  readonly kind: 'points'
  readonly label: string
  readonly ink: Ink
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly size?: number
}

/** Counts over a grid: length against reward without 367,440 dots. Row-major, rows from low y to high y. */
export interface Heat {
  readonly kind: 'heat'
  readonly label: string
  readonly xEdges: readonly number[]
  readonly yEdges: readonly number[]
  readonly counts: readonly number[]
}

export interface Rule {
  readonly kind: 'rule'
  readonly at: number
  readonly axis: 'x' | 'y'
  readonly label: string
}

export type Mark = Bars | Line | Points | Heat | Rule

export interface Panel {
  readonly title: string
  /** Swatch beside the title. */
  readonly ink?: Ink
  /** At the title's right: "15.1 %, was 15.8 %". */
  readonly note?: string
  readonly x: Axis
  readonly y: Axis
  readonly marks: readonly Mark[]
  /** One sentence for a reader who does not see it. */
  readonly alt: string
}

/** A table under or instead of the plots: the same data for readers, CSV and the text alternative. */
export interface FigureTable {
  readonly columns: readonly { readonly name: string; readonly label: string; readonly numeric: boolean }[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

export interface Figure {
  readonly kind: string
  readonly title: string
  /** What is drawn, in one or two sentences, with the settings that made it. */
  readonly caption: string
  readonly alt: string
  /** Small multiples are laid out in this many columns. */
  readonly columns: number
  readonly panels: readonly Panel[]
  readonly table: FigureTable
}
