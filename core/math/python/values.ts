/**
 * What `json.loads` gives, kept apart where JavaScript would merge: an int keeps all its digits, a float stays a float
 * (1 and 1.0 differ in `str`), an object keeps its keys in order of first appearance.
 */
export type PyValue = null | boolean | string | PyInt | PyFloat | PyValue[] | PyDict

/** An int by its decimal digits, sign first, as `str` shows it. */
export class PyInt {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
}

export class PyFloat {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

export type PyDict = Map<string, PyValue>

/** The name of a value's Python type, for messages: `'int' object is not iterable`. */
export function typeName(value: PyValue): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  if (value instanceof PyInt) return 'int'
  if (value instanceof PyFloat) return 'float'
  return Array.isArray(value) ? 'list' : 'dict'
}

/**
 * A value that JavaScript's JSON.parse gave, as Python would hold it. A whole number is taken for an int: 1 and 1.0
 * cannot be told apart any more.
 */
export function fromPlain(value: unknown): PyValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return new PyInt(value.toString())
  if (typeof value === 'number') {
    return Number.isInteger(value) && !Object.is(value, -0) ? new PyInt(BigInt(value).toString()) : new PyFloat(value)
  }
  if (Array.isArray(value)) return value.map(fromPlain)
  return new Map(Object.entries(value as Record<string, unknown>).map(([key, inner]) => [key, fromPlain(inner)]))
}
