/** Numbers as ui.md section 10 has them: core's forms, and the few that only a page needs. */
export { count, counted, duration, reward, share, signed } from '../core/figures/format.ts'

import { duration } from '../core/figures/format.ts'

/** 61 % with a thin space: progress and depth. */
export function percent(value: number): string {
  return `${Math.round(value * 100)}\u2009%`
}

/** Time left, to 10 s under 10 min, to 1 min under 1 h, else to 5 min. */
export function timeLeft(seconds: number): string {
  const step = seconds < 600 ? 10 : seconds < 3600 ? 60 : 300
  return duration(Math.max(step, Math.round(seconds / step) * step))
}

/** 12:04: a time of day, as short as it is told apart from another of the same day. */
export function clock(at: Date): string {
  return `${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`
}

/** 512 B, 3.2 KB, 612 KB, 1.4 MB, of powers of ten */
export function byteText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const power = bytes < 999_500 ? 1 : bytes < 999_500_000 ? 2 : 3
  const value = bytes / 1000 ** power
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${['', 'KB', 'MB', 'GB'][power]}`
}
