import type { Axis } from '../figure.ts'

/** From data to pixels. */
export type Scale = (value: number) => number

/** @param from pixel of the axis' low end @param to pixel of its high end (smaller than `from` for a y axis) */
export function scaleOf(axis: Axis, from: number, to: number): Scale {
  const [low, high] = axis.range
  const place = PLACES[axis.scale]
  const start = place(low)
  const length = place(high) - start
  // A range of nothing is drawn at its start rather than at infinity.
  if (!(Math.abs(length) > 0)) return () => from
  const perUnit = (to - from) / length
  return (value) => from + (place(value) - start) * perUnit
}

const PLACES: Readonly<Record<Axis['scale'], (value: number) => number>> = {
  linear: (value) => value,
  category: (value) => value,
  log: Math.log,
  root: (value) => (value > 0 ? Math.sqrt(value) : 0),
}
