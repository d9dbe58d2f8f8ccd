import { isPrintable } from './unicode14.ts'
import { PyFloat, PyInt, type PyValue } from './values.ts'

/** `str(value)`: a string as it is, everything else as `repr` writes it. */
export function str(value: PyValue): string {
  return typeof value === 'string' ? value : repr(value)
}

/** `repr(value)` for what `json.loads` gives. Nesting is bounded by the reader of the JSON. */
export function repr(value: PyValue): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'string') return reprString(value)
  if (value instanceof PyInt) return value.digits
  if (value instanceof PyFloat) return reprFloat(value.value)
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`
  const parts: string[] = []
  for (const [key, inner] of value) parts.push(`${reprString(key)}: ${repr(inner)}`)
  return `{${parts.join(', ')}}`
}

/**
 * `repr(float)`: the shortest digits that read back the same (as JavaScript's), written plainly for exponents
 * -4 to 15, else as `1e+16`, with two digits of exponent at least.
 */
export function reprFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (value === Number.POSITIVE_INFINITY) return 'inf'
  if (value === Number.NEGATIVE_INFINITY) return '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa, power] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent < -4 || exponent >= 16) {
    const size = Math.abs(exponent)
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`
  }
  const sign = value < 0 ? '-' : ''
  const digits = mantissa.replace('-', '').replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

/** `repr(str)`: single quotes unless the text has only single ones in it; what is not printable is escaped. */
function reprString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let out = quote
  for (const character of text) {
    const code = character.codePointAt(0) as number
    if (character === quote || character === '\\') out += `\\${character}`
    else if (character === '\n') out += '\\n'
    else if (character === '\r') out += '\\r'
    else if (character === '\t') out += '\\t'
    else if (isPrintable(code)) out += character
    else if (code < 0x100) out += `\\x${hex(code, 2)}`
    else if (code < 0x10000) out += `\\u${hex(code, 4)}`
    else out += `\\U${hex(code, 8)}`
  }
  return out + quote
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0')
}
