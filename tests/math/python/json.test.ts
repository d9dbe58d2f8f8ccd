import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { JsonError, JsonLimitError, loads, type Places } from '../../../core/math/python/json.ts'
import { repr, reprFloat, str } from '../../../core/math/python/repr.ts'
import { fromPlain, PyFloat, PyInt, type PyValue, typeName } from '../../../core/math/python/values.ts'
import { seededRandom } from '../../../core/math/random.ts'

type Case = readonly [text: string, str: string | null, reprOrError: string]
/** What CPython 3.11 answered to json.loads, str and repr. */
const cases = JSON.parse(readFileSync(new URL('./json.json', import.meta.url), 'utf8')) as Case[]

describe('json.loads, str and repr of CPython 3.11', () => {
  test.each(cases.map((one) => [one[0].slice(0, 40), one] as const))('%s', (_, [text, shown, told]) => {
    if (shown === null) {
      expect(() => loads(text)).toThrow(expect.objectContaining({ name: told }))
      return
    }
    const value = loads(text)
    expect(str(value)).toBe(shown)
    expect(repr(value)).toBe(told)
  })

  test("deep nesting is CPython's RecursionError, not ours", () => {
    for (const deep of ['['.repeat(200_000), '{"a":'.repeat(200_000), `${'['.repeat(2000)}${']'.repeat(2000)}`]) {
      expect(() => loads(deep)).toThrow(expect.objectContaining({ name: 'RecursionError' }))
    }
    expect(repr(loads(`${'['.repeat(900)}${']'.repeat(900)}`)).length).toBe(1800)
  })

  test('the places of list elements', () => {
    const places: Places = new Map()
    const text = ' {"data": [ 1 , [2,3],"x" ]}'
    const value = loads(text, places) as Map<string, PyValue[]>
    const spots = places.get(value.get('data') as PyValue[]) ?? []
    expect(spots.map(({ start, end }) => text.slice(start, end))).toEqual(['1', '[2,3]', '"x"'])
  })
})

test("numbers read from JavaScript's JSON", () => {
  expect(str(fromPlain([1, 1.5, -0, 1e21, 'x', null, { k: true }]))).toBe(
    "[1, 1.5, -0.0, 1000000000000000000000, 'x', None, {'k': True}]",
  )
  expect(
    [null, true, 's', new PyInt('1'), new PyFloat(1), [], new Map()].map((one) => typeName(one as PyValue)),
  ).toEqual(['NoneType', 'bool', 'str', 'int', 'float', 'list', 'dict'])
})

test('a float reads back from its repr', () => {
  const random = seededRandom(3)
  const view = new DataView(new ArrayBuffer(8))
  for (let round = 0; round < 20_000; round++) {
    view.setUint32(0, random.below(2 ** 32))
    view.setUint32(4, random.below(2 ** 32))
    const value = round % 2 === 0 ? view.getFloat64(0) : (random.next() - 0.5) * 10 ** random.below(24)
    const text = reprFloat(value)
    if (!Number.isFinite(value)) continue
    expect(Number(text)).toBe(value)
    expect(text).toMatch(/^-?\d+\.\d+$|^-?\d(\.\d+)?e[-+]\d\d+$/)
  }
})

test('no text makes the reader throw anything else', () => {
  const random = seededRandom(5)
  const bits = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    'u',
    '0',
    '1',
    '-',
    '.',
    'e',
    'null',
    'tru',
    'NaN',
    ' ',
    '\n',
    '中',
    '"a"',
  ]
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: random.below(12) }, () => random.pick(bits)).join('')
    let standard: unknown
    let valid = true
    try {
      standard = JSON.parse(text)
    } catch {
      valid = false
    }
    try {
      const value = loads(text)
      // Python takes what JSON takes, and NaN and Infinity besides
      if (!valid) expect(text).toMatch(/NaN|Infinity/)
      else if (typeof standard === 'string') expect(value).toBe(standard)
    } catch (error) {
      expect(error instanceof JsonError || error instanceof JsonLimitError).toBe(true)
      expect(valid).toBe(false)
    }
  }
})
