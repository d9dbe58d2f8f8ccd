/**
 * Numbers as people read them, one form per quantity. A null is a word; a NaN or infinity never reaches a reader: it is
 * an error here. Copies and CSV keep full precision instead (csv.ts).
 */
export type NumberForm = 'count' | 'reward' | 'signed' | 'difference' | 'share' | 'plain'

const MINUS = '\u2212'
const THIN = '\u2009'

/** 22,965 */
export function count(value: number): string {
  return grouped(finite(value).toFixed(0))
}

/** Rewards, pass rates, deviations: 3 decimals; exactly 0 and 1 print bare, so that 1.000 means "not quite". */
export function reward(value: number): string {
  if (finite(value) === 0) return '0'
  if (value === 1) return '1'
  return value < 0 ? MINUS + (-value).toFixed(3) : value.toFixed(3)
}

/** Advantages and differences: always signed, with a real minus. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(finite(value)).toFixed(digits)
  return (value < 0 ? MINUS : '+') + text
}

/** A share of 0..1 as 15.1 % with a thin space; only exactly 0 and 1 print without a decimal. */
export function share(value: number): string {
  if (value === 0 || value === 1) return `${value * 100}${THIN}%`
  return `${(finite(value) * 100).toFixed(1)}${THIN}%`
}

/** 38 ms, 0.41 s, 6 min 40 s, 1 h 05 min */
export function duration(seconds: number): string {
  if (finite(seconds) < 0.0995) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 9.95) return `${seconds.toFixed(seconds < 0.995 ? 2 : 1)} s`
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** A setting as one writes it: 0.80, 1.00, 1e-6. */
export function setting(value: number): string {
  if (finite(value) !== 0 && Math.abs(value) < 1e-3) return value.toExponential()
  return value < 0 ? MINUS + (-value).toFixed(2) : value.toFixed(2)
}

/** An axis tick: as many digits as it needs, real minus, thousands as K (10^3), M. */
export function tick(value: number): string {
  const size = Math.abs(finite(value))
  const sign = value < 0 ? MINUS : ''
  if (size >= 1e6) return `${sign}${trim(size / 1e6)}M`
  if (size >= 1e3) return `${sign}${trim(size / 1e3)}K`
  return sign + trim(size)
}

/** One number in the form of its column; null is the word. */
export function cell(value: number | null, form: NumberForm = 'reward'): string {
  if (value === null) return 'null'
  if (form === 'count') return count(value)
  if (form === 'signed') return signed(value)
  // Of two rewards: a digit more than they have.
  if (form === 'difference') return signed(value, 4)
  if (form === 'share') return share(value)
  if (form === 'plain') return tick(value)
  return reward(value)
}

/** "1 group", "22,965 groups". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

function trim(value: number): string {
  return String(Number(value.toPrecision(3)))
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',').replace('-', MINUS)
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a number that people can read`)
  return value
}
