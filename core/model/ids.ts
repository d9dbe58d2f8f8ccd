/**
 * The text under a sample's id: Python's `json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False)`.
 * Whoever has a Python shell can compute the same ids. A sample's id is the first 16 hex digits of sha256 over its UTF-8.
 */

/** Python orders strings by code point, JavaScript by UTF-16 unit: they differ where a surrogate meets U+E000..U+FFFF. */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left === right) continue
    const leftPair = left >= 0xd800 && left <= 0xdfff
    const rightPair = right >= 0xd800 && right <= 0xdfff
    if (leftPair !== rightPair) return leftPair ? 1 : -1
    return left - right
  }
  return a.length - b.length
}

/**
 * A finite number as Python's `repr` prints it, with one difference that JSON.parse forces: a whole number has no `.0`
 * (1 and 1.0 are the same value here). Python turns to exponents below 1e-4 and from 1e16, and pads them to two digits.
 */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return Object.is(value, -0) ? '0' : String(value)
  const [digits, power] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 16) return String(value)
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/**
 * Canonical JSON of plain data. Object keys sorted by code point, no spaces, only what JSON must escape is escaped.
 * Keys whose value is undefined are left out, as JSON.stringify does; a bigint (parquet's int64) is its digits.
 * A lone surrogate is written as its escape, since UTF-8 cannot hold it.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`${typeof value} has no JSON form`)
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`)
  return `{${fields.join(',')}}`
}
