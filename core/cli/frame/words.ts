/** Amounts as people read them. */

export function seconds(value: number): string {
  if (value < 60) return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`
  const whole = Math.round(value)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`
}

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let unit = 0
  let amount = value
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000
    unit++
  }
  return `${unit === 0 || amount >= 99.5 ? Math.round(amount) : amount.toPrecision(2)} ${units[unit]}`
}

export function percent(part: number, whole: number): string {
  return whole > 0 ? `${Math.floor((100 * part) / whole)} %` : '100 %'
}

/** `1 sample`, `2 samples`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Nothing is promised before so much time and so much work: early rates mislead. */
const ETA_SECONDS = 3
const ETA_SHARE = 0.03

/** Tells `, 12 s left` for work that began now; empty until it can be told. */
export function createEta(now: () => number = () => performance.now() / 1000): (done: number, total: number) => string {
  const began = now()
  return (done, total) => {
    const elapsed = now() - began
    if (elapsed < ETA_SECONDS || total <= 0 || done / total < ETA_SHARE || done >= total) return ''
    return `, ${seconds((elapsed * (total - done)) / done)} left`
  }
}
