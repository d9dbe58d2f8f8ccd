const WIDTH = 96
const BASE = 39
const TALLEST = 36

/** Bars of a task's rewards: height by root of share, so that a few stand beside many; no bar for an empty bin. */
export function overviewPath(bins: readonly number[]): string {
  const most = Math.max(1, ...bins)
  const step = WIDTH / bins.length
  return bins
    .map((n, bin) => {
      if (n === 0) return ''
      const height = Math.max(1, Math.sqrt(n / most) * TALLEST).toFixed(1)
      const width = (step * 0.85).toFixed(2)
      return `M${(bin * step).toFixed(2)} ${BASE}v-${height}h${width}v${height}z`
    })
    .join('')
}
