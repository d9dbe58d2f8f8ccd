import type { PyDict, PyValue } from './values.ts'
import { PyFloat, PyInt } from './values.ts'

/** `json.JSONDecodeError`: the text is no JSON. `at` is a UTF-16 offset. */
export class JsonError extends Error {
  readonly at: number
  constructor(what: string, at: number) {
    super(what)
    this.name = 'JSONDecodeError'
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

/**
 * `json.loads(text)`: NaN, Infinity and -Infinity are values, the last of two equal keys stands, ints keep all digits,
 * control characters inside a string and anything after the value are errors.
 */
export function loads(text: string, places?: Places): PyValue {
  return new Reader(text, places).document()
}

/** Where the elements of every list stand in the text: for traces, filled only when asked for. */
export type Places = Map<readonly PyValue[], { readonly start: number; readonly end: number }[]>

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y
const PLAIN_STRING = /[^"\\\u0000-\u001f]*/y

class Reader {
  readonly #text: string
  #at = 0
  #depth = 0

  readonly #places: Places | undefined

  constructor(text: string, places?: Places) {
    this.#text = text
    this.#places = places
  }

  document(): PyValue {
    this.#space()
    const value = this.#value()
    this.#space()
    if (this.#at < this.#text.length) throw new JsonError('Extra data', this.#at)
    return value
  }

  #space(): void {
    const text = this.#text
    for (;;) {
      const code = text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#at++
    }
  }

  #value(): PyValue {
    switch (this.#text.charCodeAt(this.#at)) {
      case 0x22:
        return this.#string()
      case 0x5b:
        return this.#array()
      case 0x7b:
        return this.#object()
      case 0x6e:
        return this.#word('null', null)
      case 0x74:
        return this.#word('true', true)
      case 0x66:
        return this.#word('false', false)
      case 0x4e:
        return this.#word('NaN', new PyFloat(Number.NaN))
      case 0x49:
        return this.#word('Infinity', new PyFloat(Number.POSITIVE_INFINITY))
      default:
        return this.#number()
    }
  }

  #word<T extends PyValue>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw new JsonError('Expecting value', this.#at)
    this.#at += word.length
    return value
  }

  #number(): PyValue {
    const start = this.#at
    NUMBER.lastIndex = start
    const match = NUMBER.exec(this.#text)
    if (!match) {
      if (this.#text.startsWith('-Infinity', start)) return this.#word('-Infinity', new PyFloat(-Infinity))
      throw new JsonError('Expecting value', start)
    }
    const literal = match[0]
    this.#at = start + literal.length
    if (match[1] !== undefined || match[2] !== undefined) return new PyFloat(Number(literal))
    const digits = literal.length - (literal.charCodeAt(0) === 0x2d ? 1 : 0)
    if (digits > INT_DIGITS) {
      throw new JsonLimitError('ValueError', `an integer of ${digits} digits: CPython converts at most ${INT_DIGITS}`)
    }
    return new PyInt(literal === '-0' ? '0' : literal)
  }

  #string(): string {
    const start = this.#at
    let from = start + 1
    let out = ''
    for (;;) {
      PLAIN_STRING.lastIndex = from
      PLAIN_STRING.test(this.#text)
      const end = PLAIN_STRING.lastIndex
      const code = this.#text.charCodeAt(end)
      if (code === 0x22) {
        this.#at = end + 1
        return out === '' ? this.#text.slice(from, end) : out + this.#text.slice(from, end)
      }
      if (code !== 0x5c) {
        throw new JsonError(end < this.#text.length ? 'Invalid control character' : 'Unterminated string', end)
      }
      out += this.#text.slice(from, end) + this.#escape(end + 1)
      from = this.#at
    }
  }

  /** Reads what follows a backslash at `at - 1` and leaves `#at` behind it. */
  #escape(at: number): string {
    this.#at = at + 1
    const letter = this.#text[at]
    switch (letter) {
      case '"':
      case '\\':
      case '/':
        return letter
      case 'b':
        return '\b'
      case 'f':
        return '\f'
      case 'n':
        return '\n'
      case 'r':
        return '\r'
      case 't':
        return '\t'
      case 'u': {
        const hex = this.#text.slice(at + 1, at + 5)
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new JsonError('Invalid \\uXXXX escape', at)
        this.#at = at + 5
        // two escapes of a surrogate pair meet as one code point in UTF-16 by themselves
        return String.fromCharCode(Number.parseInt(hex, 16))
      }
      default:
        throw new JsonError('Invalid \\escape', at)
    }
  }

  #enter(): void {
    this.#at++
    if (++this.#depth > DEPTH) {
      throw new JsonLimitError('RecursionError', `JSON nested more than ${DEPTH} levels deep`)
    }
    this.#space()
  }

  #array(): PyValue[] {
    this.#enter()
    const list: PyValue[] = []
    if (this.#text.charCodeAt(this.#at) === 0x5d) {
      this.#leave()
      return list
    }
    const places: { start: number; end: number }[] | undefined = this.#places && []
    if (places) this.#places?.set(list, places)
    for (;;) {
      const start = this.#at
      list.push(this.#value())
      places?.push({ start, end: this.#at })
      this.#space()
      const code = this.#text.charCodeAt(this.#at)
      if (code === 0x5d) {
        this.#leave()
        return list
      }
      if (code !== 0x2c) throw new JsonError("Expecting ',' delimiter", this.#at)
      this.#at++
      this.#space()
    }
  }

  #object(): PyDict {
    this.#enter()
    const dict: PyDict = new Map()
    if (this.#text.charCodeAt(this.#at) === 0x7d) {
      this.#leave()
      return dict
    }
    for (;;) {
      if (this.#text.charCodeAt(this.#at) !== 0x22) {
        throw new JsonError('Expecting property name enclosed in double quotes', this.#at)
      }
      const key = this.#string()
      this.#space()
      if (this.#text.charCodeAt(this.#at) !== 0x3a) throw new JsonError("Expecting ':' delimiter", this.#at)
      this.#at++
      this.#space()
      dict.set(key, this.#value())
      this.#space()
      const code = this.#text.charCodeAt(this.#at)
      if (code === 0x7d) {
        this.#leave()
        return dict
      }
      if (code !== 0x2c) throw new JsonError("Expecting ',' delimiter", this.#at)
      this.#at++
      this.#space()
    }
  }

  #leave(): void {
    this.#at++
    this.#depth--
  }
}
