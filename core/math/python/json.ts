import type { PyDict, PyValue } from './values.ts'
import { PyFloat, PyInt } from './values.ts'

/** `json.JSONDecodeError`: the text is no JSON. A plain object, made often and without a stack. */
export class JsonError {
  readonly name = 'JSONDecodeError'
  readonly message: string
  /** UTF-16 offset. */
  readonly at: number
  constructor(message: string, at: number) {
    this.message = message
    this.at = at
  }
}

/** What `json.loads` raises beside JSONDecodeError: deep nesting, an int of more digits than CPython converts. */
export class JsonLimitError extends Error {
  constructor(name: 'RecursionError' | 'ValueError', what: string) {
    super(what)
    this.name = name
  }
}

/** Levels of nesting before CPython's limit of 1000 frames, less those of the caller. */
const DEPTH = 960
/** `sys.int_info.default_max_str_digits` since CPython 3.11. */
const INT_DIGITS = 4300

/** What was read, or why nothing could be. */
export type Loaded =
  | { readonly value: PyValue; readonly failure: null }
  | { readonly value: null; readonly failure: JsonError }

/** Where the elements of every list stand in the text: for traces, filled only when asked for. */
export type Places = Map<readonly PyValue[], { readonly start: number; readonly end: number }[]>

/**
 * `json.loads(text)`: NaN, Infinity and -Infinity are values, the last of two equal keys stands, ints keep all digits,
 * control characters inside a string and anything after the value are errors.
 * @throws JsonError, JsonLimitError
 */
export function loads(text: string, places?: Places): PyValue {
  const { value, failure } = tryLoads(text, places)
  if (failure) throw failure
  return value
}

/**
 * The same with what is no JSON as an answer: a tenth of a model's tables is broken, and a thrown error costs more than
 * all the reading.
 * @throws JsonLimitError
 */
export function tryLoads(text: string, places?: Places): Loaded {
  const reader = new Reader(text, places)
  const value = reader.document()
  return value === BROKEN ? { value: null, failure: reader.failure as JsonError } : { value, failure: null }
}

/** Stands for "no value": the reader's failure says why. */
const BROKEN = Symbol('no JSON')
type Broken = typeof BROKEN

class Reader {
  readonly #text: string
  readonly #places: Places | undefined
  #at = 0
  #depth = 0
  failure: JsonError | undefined

  constructor(text: string, places?: Places) {
    this.#text = text
    this.#places = places
  }

  document(): PyValue | Broken {
    this.#space()
    const value = this.#value()
    if (value === BROKEN) return BROKEN
    this.#space()
    return this.#at < this.#text.length ? this.#fail('Extra data', this.#at) : value
  }

  #fail(what: string, at: number): Broken {
    this.failure = new JsonError(what, at)
    return BROKEN
  }

  #space(): void {
    const text = this.#text
    let at = this.#at
    for (;;) {
      const code = text.charCodeAt(at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break
      at++
    }
    this.#at = at
  }

  #value(): PyValue | Broken {
    const code = this.#text.charCodeAt(this.#at)
    if (code === 0x22) return this.#string()
    if (code === 0x5b) return this.#array()
    if (code === 0x7b) return this.#object()
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return this.#number()
    if (code === 0x6e) return this.#word('null', null)
    if (code === 0x74) return this.#word('true', true)
    if (code === 0x66) return this.#word('false', false)
    if (code === 0x4e) return this.#word('NaN', new PyFloat(Number.NaN))
    if (code === 0x49) return this.#word('Infinity', new PyFloat(Number.POSITIVE_INFINITY))
    return this.#fail('Expecting value', this.#at)
  }

  #word<T extends PyValue>(word: string, value: T): T | Broken {
    if (!this.#text.startsWith(word, this.#at)) return this.#fail('Expecting value', this.#at)
    this.#at += word.length
    return value
  }

  /** `-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?`: what does not fit after the digits is left for the caller. */
  #number(): PyValue | Broken {
    const text = this.#text
    const start = this.#at
    let at = start
    if (text.charCodeAt(at) === 0x2d) at++
    const digits = at
    at = endOfDigits(text, at)
    if (at === digits) {
      return text.startsWith('-Infinity', start)
        ? this.#word('-Infinity', new PyFloat(Number.NEGATIVE_INFINITY))
        : this.#fail('Expecting value', start)
    }
    // a leading 0 is the whole number: what follows is extra
    if (text.charCodeAt(digits) === 0x30) at = digits + 1
    const whole = at
    if (text.charCodeAt(at) === 0x2e) {
      const fraction = endOfDigits(text, at + 1)
      if (fraction > at + 1) at = fraction
    }
    if ((text.charCodeAt(at) | 0x20) === 0x65) {
      const sign = text.charCodeAt(at + 1)
      const first = at + (sign === 0x2b || sign === 0x2d ? 2 : 1)
      const exponent = endOfDigits(text, first)
      if (exponent > first) at = exponent
    }
    this.#at = at
    const literal = text.slice(start, at)
    if (at > whole) return new PyFloat(Number(literal))
    if (whole - digits > INT_DIGITS) {
      const count = whole - digits
      throw new JsonLimitError('ValueError', `an integer of ${count} digits: CPython converts at most ${INT_DIGITS}`)
    }
    return new PyInt(literal === '-0' ? '0' : literal)
  }

  #string(): string | Broken {
    const text = this.#text
    let from = this.#at + 1
    let out = ''
    for (let at = from; ; at++) {
      const code = text.charCodeAt(at)
      if (code === 0x22) {
        this.#at = at + 1
        return out === '' ? text.slice(from, at) : out + text.slice(from, at)
      }
      if (code === 0x5c) {
        const escaped = this.#escape(at + 1)
        if (escaped === BROKEN) return BROKEN
        out += text.slice(from, at) + escaped
        from = this.#at
        at = from - 1
      } else if (!(code >= 0x20)) {
        // NaN past the end
        return this.#fail(at < text.length ? 'Invalid control character' : 'Unterminated string', at)
      }
    }
  }

  /** Reads what follows a backslash at `at - 1` and leaves `#at` behind it. */
  #escape(at: number): string | Broken {
    this.#at = at + 1
    const letter = this.#text[at]
    if (letter === 'u') {
      const hex = this.#text.slice(at + 1, at + 5)
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) return this.#fail('Invalid \\uXXXX escape', at)
      this.#at = at + 5
      // two escapes of a surrogate pair meet as one code point in UTF-16 by themselves
      return String.fromCharCode(Number.parseInt(hex, 16))
    }
    return Object.hasOwn(ESCAPES, letter ?? '') ? ESCAPES[letter] : this.#fail('Invalid \\escape', at)
  }

  #enter(): void {
    this.#at++
    if (++this.#depth > DEPTH) {
      throw new JsonLimitError('RecursionError', `JSON nested more than ${DEPTH} levels deep`)
    }
    this.#space()
  }

  #array(): PyValue[] | Broken {
    this.#enter()
    const list: PyValue[] = []
    if (this.#text.charCodeAt(this.#at) === 0x5d) return this.#leave(list)
    const places: { start: number; end: number }[] | undefined = this.#places && []
    if (places) this.#places?.set(list, places)
    for (;;) {
      const start = this.#at
      const value = this.#value()
      if (value === BROKEN) return BROKEN
      list.push(value)
      places?.push({ start, end: this.#at })
      this.#space()
      const code = this.#text.charCodeAt(this.#at)
      if (code === 0x5d) return this.#leave(list)
      if (code !== 0x2c) return this.#fail("Expecting ',' delimiter", this.#at)
      this.#at++
      this.#space()
    }
  }

  #object(): PyDict | Broken {
    this.#enter()
    const dict: PyDict = new Map()
    if (this.#text.charCodeAt(this.#at) === 0x7d) return this.#leave(dict)
    for (;;) {
      if (this.#text.charCodeAt(this.#at) !== 0x22) {
        return this.#fail('Expecting property name enclosed in double quotes', this.#at)
      }
      const key = this.#string()
      if (key === BROKEN) return BROKEN
      this.#space()
      if (this.#text.charCodeAt(this.#at) !== 0x3a) return this.#fail("Expecting ':' delimiter", this.#at)
      this.#at++
      this.#space()
      const value = this.#value()
      if (value === BROKEN) return BROKEN
      dict.set(key, value)
      this.#space()
      const code = this.#text.charCodeAt(this.#at)
      if (code === 0x7d) return this.#leave(dict)
      if (code !== 0x2c) return this.#fail("Expecting ',' delimiter", this.#at)
      this.#at++
      this.#space()
    }
  }

  #leave<T>(value: T): T {
    this.#at++
    this.#depth--
    return value
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function endOfDigits(text: string, from: number): number {
  let at = from
  for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; code = text.charCodeAt(at)) at++
  return at
}
