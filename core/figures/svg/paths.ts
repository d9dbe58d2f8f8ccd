/** The `d` of a path from numbers: for the renderer, and by itself for charts under a slider, once a frame. */
import { round } from './text.ts'

/** Where equal bins are drawn: pixels, y growing downwards. */
export interface BinFrame {
  readonly left: number
  readonly binWidth: number
  /** Pixels between neighbours. */
  readonly gap: number
  readonly floor: number
  readonly height: number
  /** The value that fills the height. */
  readonly top: number
}

/** Bars of values[from..to), drawn at the root of their value; bin `first` stands at `left`. Empty bins draw nothing. */
export function rootBars(values: ArrayLike<number>, from: number, to: number, first: number, frame: BinFrame): string {
  const { left, binWidth, gap, floor, height, top } = frame
  const perRoot = height / Math.sqrt(top)
  const base = round(floor)
  const width = round(binWidth - gap)
  let d = ''
  for (let b = from; b < to; b++) {
    const value = values[b]
    if (!(value > 0)) continue
    const y = round(floor - Math.sqrt(value) * perRoot)
    d += `M${round(left + (b - first) * binWidth)} ${base}V${y}h${width}V${base}z`
  }
  return d
}

/** The outline of the same bins as one step line. */
export function rootOutline(
  values: ArrayLike<number>,
  from: number,
  to: number,
  first: number,
  frame: BinFrame,
): string {
  const { left, binWidth, floor, height, top } = frame
  const perRoot = height / Math.sqrt(top)
  let d = `M${round(left + (from - first) * binWidth)} ${round(floor)}`
  for (let b = from; b < to; b++) {
    d += `V${round(floor - Math.sqrt(values[b]) * perRoot)}H${round(left + (b + 1 - first) * binWidth)}`
  }
  return `${d}V${round(floor)}`
}

/** A polyline through points. */
export function linePath(xs: ArrayLike<number>, ys: ArrayLike<number>): string {
  let d = ''
  for (let i = 0; i < xs.length; i++) d += `${i === 0 ? 'M' : 'L'}${round(xs[i])} ${round(ys[i])}`
  return d
}

/** Small squares centred on points. */
export function dotsPath(xs: ArrayLike<number>, ys: ArrayLike<number>, size: number): string {
  let d = ''
  for (let i = 0; i < xs.length; i++) {
    d += `M${round(xs[i] - size / 2)} ${round(ys[i] - size / 2)}h${size}v${size}h${-size}z`
  }
  return d
}
