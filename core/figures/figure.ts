/**
 * A figure is data: marks with numbers, axes and words. Two renderers draw it: svg.ts (no DOM: report, CLI, live charts)
 * and Plotly in the page where a figure is settled. Plots receive bins, not points, wherever points can be many.
 */
import type { NumberForm } from './format.ts'

/** A CSS token name (`task-retrieval`, `neg-2`, `ink-2`), resolved by the renderer for its theme. */
export type Ink = string

export interface Tick {
  readonly at: number
  readonly label: string
  /** A second, quieter line under the label. */
  readonly sub?: string
  /** A swatch before the label. */
  readonly ink?: Ink
}

export interface Axis {
  readonly label: string
  readonly unit?: string
  /** `root`: drawn at the square root, so that a small share beside a large one stays visible. */
  readonly scale: 'linear' | 'log' | 'root' | 'category'
  /** Numbers for linear, log and root; index range for category. */
  readonly range: readonly [number, number]
  readonly ticks?: readonly Tick[]
  readonly categories?: readonly string[]
  /** x only; default bottom. */
  readonly side?: 'top' | 'bottom'
}

/** Lines rising, falling, or both: three that stay apart without a hue. */
export type Hatch = 'hatched' | 'hatched-back' | 'crossed'

/** Bins of equal or unequal width. Heights are counts or shares as the y axis says; a gap between bins is a bin of 0. */
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
  /** A small square at every point. */
  readonly dots?: boolean
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

/** Lying bars along x, one per category of the y axis, from one value to another: stacked shares. */
export interface Spans {
  readonly kind: 'spans'
  readonly label: string
  readonly ink: Ink
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly style: 'filled' | 'outline' | 'dashed' | Hatch
}

export interface Rule {
  readonly kind: 'rule'
  readonly at: number
  readonly axis: 'x' | 'y'
  readonly label: string
}

export type Mark = Bars | Line | Points | Heat | Spans | Rule

export interface Plot {
  readonly x: Axis
  readonly y: Axis
  readonly marks: readonly Mark[]
}

export interface Panel extends Plot {
  readonly title: string
  /** Swatch beside the title. */
  readonly ink?: Ink
  /** At the title's right, the number that the panel is about: "15.1 %". */
  readonly value?: string
  /** After the value, quieter: "was 15.8 %". */
  readonly note?: string
  /** A low plot above the main one with axes of its own: the raw rewards over their advantages. */
  readonly strip?: Plot
  /** One sentence for a reader who does not see it. */
  readonly alt: string
}

export interface TableColumn {
  readonly name: string
  readonly label: string
  readonly numeric: boolean
  /** How people read its numbers; copies and CSV keep full precision. Default `reward`. */
  readonly form?: NumberForm
}

/** A table under or instead of the plots: the same data for readers, CSV and the text alternative. */
export interface FigureTable {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly (string | number | null)[])[]
  /** Per row, the swatch of its first cell; absent: none. */
  readonly inks?: readonly (Ink | null)[]
}

export interface Figure {
  readonly kind: string
  readonly title: string
  /** What is drawn, in one or two sentences, with the settings that made it. */
  readonly caption: string
  /** The one thing to see in it, a sentence. */
  readonly finding: string
  readonly alt: string
  /** Small multiples are laid out in this many columns. */
  readonly columns: number
  readonly panels: readonly Panel[]
  readonly table: FigureTable
}
